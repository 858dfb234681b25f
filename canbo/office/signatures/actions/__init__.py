"""Acts of the signatures room."""

from canbo.office.signatures.actions.batches import start_batch
from canbo.office.signatures.actions.certificates import claim, rule
from canbo.office.signatures.actions.checking import verify
from canbo.office.signatures.actions.confirming import confirm
from canbo.office.signatures.actions.external import finish_external, start_external
from canbo.office.signatures.actions.keeping import (
    add_file,
    add_list,
    add_token,
    add_trusted,
    end_key,
    end_trusted,
    renew,
)
from canbo.office.signatures.actions.sealing import Paper, seal, seal_many
from canbo.office.signatures.actions.uploading import accept_upload

__all__ = [
    "Paper",
    "accept_upload",
    "add_file",
    "add_list",
    "add_token",
    "add_trusted",
    "claim",
    "confirm",
    "end_key",
    "end_trusted",
    "finish_external",
    "renew",
    "rule",
    "seal",
    "seal_many",
    "start_batch",
    "start_external",
    "verify",
]
