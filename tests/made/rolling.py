#!/usr/bin/env python3
"""Rolling hills for the streets of Las Palmas: rolling.py writes rolling.tif into the current folder.

Heights as in the hills of Madrid, made up: ridges and valleys 0.7 to 2 km apart and up to 60 m deep, cells of 30 m. The streets stay
those of the sample: what changes in a check is what hills of this kind do to walking.
"""
import math
import pathlib
import subprocess

WEST, SOUTH, EAST, NORTH = 440000, 3088000, 470000, 3122000  # EPSG:32628
CELL = 30


def height(x, y):
    """Metres above the sea: two families of valleys, and knolls between them."""
    return (640 + 15 * math.sin(2 * math.pi * (x + 0.4 * y) / 1900) + 12 * math.sin(2 * math.pi * (y - 0.3 * x) / 1500 + 1)
            + 5 * math.sin(2 * math.pi * (x - y) / 700 + 2))


def main(folder):
    columns, rows = (EAST - WEST) // CELL, (NORTH - SOUTH) // CELL
    lines = [" ".join(f"{height(WEST + (i + 0.5) * CELL, NORTH - (j + 0.5) * CELL):.2f}" for i in range(columns))
             for j in range(rows)]
    grid = folder / "rolling.asc"
    grid.write_text(f"ncols {columns}\nnrows {rows}\nxllcorner {WEST}\nyllcorner {NORTH - rows * CELL}\ncellsize {CELL}\n" +
                    "\n".join(lines) + "\n", encoding="ascii")
    subprocess.run(["gdal_translate", "-q", "-ot", "Float32", "-a_srs", "EPSG:32628", str(grid), str(folder / "rolling.tif")],
                   check=True)


main(pathlib.Path("."))
