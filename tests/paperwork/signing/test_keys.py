"""Keys: the internal one, PKCS#12, a token behind PKCS#11 (SoftHSM), and what pdfsig says of what they signed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from canbo.paperwork.signing import SigningError, Stamp, Trust, checking, keys
from canbo.paperwork.signing.sealing import seal
from tests.paperwork.signing import pki, softhsm
from tests.paperwork.signing.papers import paper
from tests.paperwork.signing.pki import NOW, YEAR
from tests.paperwork.signing.softhsm import LABEL, MODULE, PIN, TOKEN

VALID = "Signature is Valid."


def pdfsig(data: bytes, folder: Path) -> list[str]:
    """What an independent program says of each signature."""
    (folder / "a.pdf").write_bytes(data)
    done = subprocess.run(["pdfsig", "-nocert", folder / "a.pdf"], capture_output=True, text=True, check=False)
    return [line.split(":")[1].strip() for line in done.stdout.split("\n") if "Signature Validation" in line]


@pytest.mark.slow
def test_an_internal_key_seals_and_pdfsig_agrees(tmp_path: Path) -> None:
    made = keys.make_internal("UBND phường An Bình (con dấu nội bộ)", at=NOW, until=NOW + YEAR)
    once = seal(paper(), keys.open_file(made), at=NOW, stamp=Stamp("UBND phường An Bình")).paper
    twice = seal(once, pki.person().key, at=NOW, stamp=Stamp("Phạm Quốc Nam")).paper
    assert pdfsig(twice, tmp_path) == [VALID, VALID]
    assert checking.check(twice, pki.trust(single=(made.certificate.der,)), at=NOW).good
    changed = bytearray(twice)
    changed[500] ^= 1
    assert VALID not in pdfsig(bytes(changed), tmp_path)


def test_a_file_from_an_authority_seals_with_its_chain() -> None:
    own = pki.make("UBND phường An Bình", pki.between())
    found = keys.read_pkcs12(own.pkcs12("mat-khau", others=[pki.between()]), "mat-khau")
    assert (found.certificate.subject, found.chain) == ("UBND phường An Bình", (pki.between().der,))
    assert checking.check(seal(paper(), keys.open_file(found), at=NOW).paper, pki.trust(), at=NOW).good


def test_a_file_that_cannot_sign_is_refused() -> None:
    weak = pki.make("Chỉ Mã Hóa", pki.root(), signs=False).pkcs12("p")
    for data, password in ((pki.person().pkcs12("p"), "sai"), (b"khong phai", "p"), (weak, "p")):
        with pytest.raises(SigningError):
            keys.read_pkcs12(data, password)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with softhsm.token(tmp_path_factory.mktemp("softhsm")):
        yield


@pytest.mark.slow
@pytest.mark.parametrize("label", [softhsm.LABEL, softhsm.EC])
def test_a_token_on_the_server_seals(token: None, label: str, tmp_path: Path) -> None:
    with keys.open_token(MODULE, TOKEN, label, PIN, (pki.between().der,)) as key:
        made = [seal(paper(str(number)), key, at=NOW).paper for number in range(2)]
    assert [checking.check(one, pki.trust(), at=NOW).good for one in made] == [True, True]
    assert pdfsig(made[0], tmp_path) == [VALID]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name", "label", "pin", "said"),
    [
        ("/khong/co.so", TOKEN, LABEL, PIN, "Không nạp được thư viện"),
        (MODULE, "khong-cam", LABEL, PIN, "Không thấy thiết bị ký “khong-cam”"),
        (MODULE, TOKEN, LABEL, "sai", "từ chối mã PIN"),
        (MODULE, TOKEN, "khong-co", PIN, "không có khóa và chứng thư nhãn “khong-co”"),
    ],
)
def test_a_token_that_is_not_there_is_told(
    token: None, module: str, name: str, label: str, pin: str, said: str
) -> None:
    with pytest.raises(SigningError, match=said), keys.open_token(module, name, label, pin) as key:
        key.sign(b"a")


def test_trust_in_nothing_trusts_nothing() -> None:
    (found,) = checking.check(seal(paper(), pki.person().key, at=NOW).paper, Trust(), at=NOW).findings
    assert (found.whole, found.trusted) == (True, False)
