"""Draws the icons of the packaged program: PNG files for Linux, .ico for Windows, .icns for macOS, from the SVG files.

python .setup/packaging/icons.py FOLDER
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWINGS = Path(__file__).parents[2] / "resources" / "icons" / "app"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
LARGEST_OF_WINDOWS = 256


def main(folder: Path) -> None:
    """Draw every icon into `folder`: NAME.ico, NAME.icns, and SIZExSIZE/NAME.png."""
    application = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    drawings = sorted(DRAWINGS.glob("*.svg"))
    if not drawings:
        raise FileNotFoundError(f"There is no drawing in {DRAWINGS}.")
    for drawing in drawings:
        pictures = [drawn(drawing, size) for size in SIZES]
        for picture in pictures:
            path = folder / f"{picture.width}x{picture.height}" / f"{drawing.stem}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            picture.save(path, optimize=True)
        # Each size drawn by itself: one that is scaled down loses its thin lines.
        small = [picture for picture in pictures if picture.width <= LARGEST_OF_WINDOWS]
        sizes = [picture.size for picture in small]
        small[-1].save(folder / f"{drawing.stem}.ico", sizes=sizes, append_images=small[:-1])
        pictures[-1].save(folder / f"{drawing.stem}.icns", append_images=pictures[:-1])
    del application


def drawn(drawing: Path, size: int) -> Image.Image:
    """The drawing as a square picture of so many pixels, without background."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGBA")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
