"""Rules parsed once per process: a text never changes under its hash, so what was parsed stays true."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from canbo.office.regulations.models import RulesText
from canbo.rulebook import Rules, canonical

MOST = 512
_parsed: OrderedDict[str, Rules] = OrderedDict()


def rules_many(hashes: Iterable[str]) -> dict[str, Rules]:
    """The rules under each hash; at most one query, none when all were parsed before. RulesText.DoesNotExist
    where a hash is unknown."""
    wanted = set(hashes)
    missing = wanted - _parsed.keys()
    found = {digest: _parsed[digest] for digest in wanted - missing}
    if missing:
        texts = dict(RulesText.objects.filter(pk__in=missing).values_list("hash", "text"))
        if missing - texts.keys():
            raise RulesText.DoesNotExist(f"no rules under {sorted(missing - texts.keys())}")
        for digest, text in texts.items():
            found[digest] = _parsed[digest] = canonical.parse(text)
    while len(_parsed) > MOST:
        _parsed.popitem(last=False)
    return found


def forget() -> None:
    """Empty what is kept: for measuring how many queries a page needs when nothing is."""
    _parsed.clear()
