"""What became of a district's wards on 2025-07-01, as YAML, out of the open data set `vietnamadminunits`.

Usage: .venv/bin/python scripts/successor_wards.py "Thành phố Hà Nội" "Quận Long Biên" "Quận Hai Bà Trưng"

The package is a tool of development (its code needs a GPL library); what it prints is data under the MIT licence,
and is what the product ships. The data files are read as they are: no code of the package runs.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import yaml

PACKAGE = "vietnamadminunits"


def data_folder() -> Path:
    """Where the installed package keeps its files."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        sys.exit(f"{PACKAGE} is not installed: run scripts/environment dev")
    return Path(spec.origin).parent / "data"


def successors(converter: dict[str, Any], province: str) -> dict[str, list[str]]:
    """For each former ward's key (province_district_ward), the keys of the wards it went to, the main one first."""
    found: dict[str, list[str]] = {}
    for new, olds in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].get(province, {}).items():
        for old in olds:
            found.setdefault(old, []).append(new)
    for old, parts in converter["DICT_PROVINCE_WARD_DIVIDED"].get(province, {}).items():
        ordered = sorted(parts, key=lambda part: (not part["isDefaultNewWard"], part["newWardKey"]))
        found.setdefault(old, []).extend(part["newWardKey"] for part in ordered)
    return found


def districts(province: str, names: list[str]) -> list[dict[str, Any]]:
    """The named districts with their last wards, and for each ward its code and the names of its successors."""
    folder = data_folder()
    converter = json.loads((folder / "converter_2025.json").read_text("utf-8"))
    database = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    current = dict(
        database.execute("SELECT wardKey, ward FROM admin_units WHERE province = ? ORDER BY wardCode", [province])
    )
    former = (
        "SELECT wardCode, ward, provinceKey, districtKey, wardKey FROM admin_units_legacy"
        " WHERE province = ? AND district = ? ORDER BY wardCode"
    )
    listed = []
    for name in names:
        wards = []
        for code, ward, province_key, district_key, ward_key in database.execute(former, [province, name]):
            new = successors(converter, province_key)[f"{province_key}_{district_key}_{ward_key}"]
            wards.append({"code": code, "ward": ward, "successors": [current[key] for key in new]})
        if not wards:
            sys.exit(f"No ward of {name}, {province} in the data set.")
        listed.append({"district": name, "wards": wards})
    return listed


def main() -> None:
    """Print the districts named on the command line."""
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    province, *names = sys.argv[1:]
    found = {
        "source": f"{PACKAGE} {importlib.metadata.version(PACKAGE)} (MIT)",
        "day": "2025-07-01",
        "province": province,
        "districts": districts(province, names),
    }
    yaml.safe_dump(found, sys.stdout, allow_unicode=True, sort_keys=False, width=110)


if __name__ == "__main__":
    main()
