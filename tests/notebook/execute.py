"""Checks that a notebook is the pair of its text and carries no output, then executes it. Arguments: the .ipynb, the folder to run in."""

import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

path = Path(sys.argv[1])
stored = nbformat.read(path, as_version=4)
text = jupytext.read(path.with_suffix(".py"))


def cells(notebook):
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


if cells(stored) != cells(text):
    sys.exit(f"{path.name} differs from {path.with_suffix('.py').name}: jupytext --sync {path}")
if any(cell.cell_type == "code" and (cell.outputs or cell.execution_count) for cell in stored.cells):
    sys.exit(f"{path.name} has outputs: clear them before you commit")
done = NotebookClient(stored, timeout=300, kernel_name="python3", resources={"metadata": {"path": sys.argv[2]}}).execute()
pictures = sum("image/png" in output.get("data", {}) for cell in done.cells for output in cell.get("outputs", []))
said = "".join(output.get("text", "") for output in done.cells[-1].outputs)
print(f"{pictures} pictures; {said.strip()}")
