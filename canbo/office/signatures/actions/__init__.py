"""Acts of the signatures room."""

from canbo.office.signatures.actions.batches import start_batch
from canbo.office.signatures.actions.certificates import claim, rule
from canbo.office.signatures.actions.checking import verify
from canbo.office.signatures.actions.confirming import confirm
from canbo.office.signatures.actions.external import answered, finish_external, start_external
from canbo.office.signatures.actions.keeping import (
    add_file,
    add_list,
    add_token,
    add_trusted,
    end_key,
    end_trusted,
    renew,
)
from canbo.office.signatures.actions.recording import NoTime
from canbo.office.signatures.actions.sealing import Keys, Paper, opened_keys, seal, seal_many
from canbo.office.signatures.actions.uploading import OtherPaper, accept_upload

__all__ = [
    "Keys",
    "NoTime",
    "OtherPaper",
    "Paper",
    "accept_upload",
    "add_file",
    "add_list",
    "add_token",
    "add_trusted",
    "answered",
    "claim",
    "confirm",
    "end_key",
    "end_trusted",
    "finish_external",
    "opened_keys",
    "renew",
    "rule",
    "seal",
    "seal_many",
    "start_batch",
    "start_external",
    "verify",
]
