"""Reads a spreadsheet in a process of its own: bytes on standard input, pickled sheets on standard output.

The reader library trusts lengths written in the file: a damaged .xls of a few kilobytes makes it ask for hundreds
of gigabytes and abort, and a small .xlsx can repeat one long text a million times. Here that ends only this process,
within a bound on memory and time. Run by path with `python -I`, so it imports nothing of this package.
"""

from __future__ import annotations

import io
import pickle
import resource
import sys

MEMORY_BYTES = 2 * 2**30
CPU_SECONDS = 60


def main() -> None:
    """Arguments: the greatest number of rows and of columns. Output: ("sheets", [(name, rows, merges), …]), or
    ("wide", (name, rows, columns)), or ("password", None), or ("broken", None)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=5))


def read(data: bytes, max_rows: int, max_columns: int) -> tuple[str, object]:
    """The visible sheets from A1, empty rows at the end left out."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    sheets = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.visible != SheetVisibleEnum.Visible:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                height, width = sheet.total_height, sheet.total_width
                if height > max_rows or width > max_columns:
                    return "wide", (meta.name, height, width)
                rows = sheet.to_python(skip_empty_area=False)
                while rows and all(cell == "" for cell in rows[-1]):
                    rows.pop()
                sheets.append((meta.name, rows, sheet.merged_cell_ranges or []))
    except PasswordError:
        return "password", None
    except (CalamineError, OSError):
        return "broken", None
    return "sheets", sheets


if __name__ == "__main__":
    main()
