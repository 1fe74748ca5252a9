"""Pictures of screens as small PNG files: at most 256 colours. A screen has few, so nobody sees the difference."""

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

COLOURS = 256
GRID_BITS = 4
"""Colours beyond the frequent ones are looked for in a grid of this many bits a channel."""
PIXELS = """async (source) => {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const surface = canvas.getContext("2d");
  surface.drawImage(picture, 0, 0);
  const bytes = surface.getImageData(0, 0, picture.width, picture.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [picture.width, picture.height, btoa(text)];
}"""

Bytes = NDArray[np.uint8]


def shrink(page: Page, path: Path) -> int:
    """Write the PNG file at `path` anew with few colours; return its size in bytes. `page` is a blank page."""
    source = "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
    width, height, text = page.evaluate(PIXELS, source)
    pixels = np.frombuffer(base64.b64decode(text), dtype=np.uint8).reshape(height, width, 4)[:, :, :3]
    path.write_bytes(encode(*reduce_colours(pixels)))
    return path.stat().st_size


def reduce_colours(pixels: Bytes) -> tuple[Bytes, Bytes]:
    """Return (indices of shape height × width, palette of at most 256 × 3) of pixels of shape height × width × 3.

    The most frequent colours stay exactly as they are; every other one becomes the nearest of them.
    """
    colours, inverse, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    exact = order[: COLOURS // 2]
    rest = order[COLOURS // 2 :]
    cells = colours[rest] >> (8 - GRID_BITS)
    grid, cell_of, _ = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    weight = np.bincount(cell_of.ravel(), weights=counts[rest], minlength=len(grid))
    chosen = np.argsort(-weight, kind="stable")[: COLOURS - len(exact)]
    means = [
        np.average(colours[rest][cell_of.ravel() == cell], axis=0, weights=counts[rest][cell_of.ravel() == cell])
        for cell in chosen
    ]
    palette = np.concatenate([colours[exact], np.array(means, dtype=np.float64).reshape(-1, 3).round()])
    distance = ((colours[:, None, :].astype(np.float32) - palette[None, :, :].astype(np.float32)) ** 2).sum(axis=2)
    nearest = distance.argmin(axis=1).astype(np.uint8)
    return nearest[inverse.ravel()].reshape(pixels.shape[:2]), palette.astype(np.uint8)


def encode(indices: Bytes, palette: Bytes) -> bytes:
    """Return an indexed PNG file."""
    height, width = indices.shape
    rows: Any = np.zeros((height, width + 1), dtype=np.uint8)
    rows[:, 1:] = indices
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    packed = zlib.compressobj(9, zlib.DEFLATED, 15, 9)
    data = packed.compress(rows.tobytes()) + packed.flush()
    chunks = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
