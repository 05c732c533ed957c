"""PNG files of pictures that are mostly flat colours.

Their rows are packed as they are. Libraries try five filters on every row and keep what suits a photograph: three times the time, and a larger file.
"""

import struct
import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

HARD = 3
"""How hard files are packed: harder ones are hardly smaller and take twice as long."""


def png(image: NDArray[np.uint8], dpi: int, texts: Mapping[str, str]) -> bytes:
    """A PNG file (ISO/IEC 15948) of an image of shape (rows, columns, 3), with texts by keyword."""
    tall, wide, _ = image.shape
    rows = np.zeros((tall, 1 + 3 * wide), np.uint8)  # a row begins with its filter: none
    rows[:, 1:].reshape(image.shape)[:] = image
    dots = round(dpi / 0.0254)
    parts = [
        _part(b"IHDR", struct.pack(">2I5B", wide, tall, 8, 2, 0, 0, 0)),
        _part(b"pHYs", struct.pack(">2IB", dots, dots, 1)),
        *(_part(b"iTXt", keyword.encode() + b"\0\0\0\0\0" + text.encode()) for keyword, text in texts.items()),
        _part(b"IDAT", zlib.compress(rows.data, HARD)),
        _part(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
