"""Web processes import names and numbers everywhere: that must not load the makers of files."""

import subprocess
import sys


def test_importing_the_small_modules_loads_no_heavy_library():
    program = (
        "import sys, canbo.paperwork.names, canbo.paperwork.numbers, canbo.paperwork.dates, canbo.paperwork.roster,"
        "canbo.paperwork.workbook, canbo.paperwork.documents;"
        "print(sorted({'docx', 'lxml', 'typst', 'xlsxwriter', 'openpyxl', 'python_calamine', 'segno', 'yaml', 'django'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
