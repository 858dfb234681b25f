// The code of others, bundled once (scripts/box-modules): licences beside it in ../licences.txt.
export { BlindRSA, Params } from "@cloudflare/blindrsa-ts";
export { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
