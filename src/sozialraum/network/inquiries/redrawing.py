"""Draws a picture anew: a program of its own that reads a file from standard input and writes a JPEG of pixels alone.

It is started with ``python -I`` and knows nothing of the house; a file that would fill the memory ends it and nothing else.
"""

from __future__ import annotations

import io
import sys

MEMORY = 768 * 1024 * 1024
SECONDS = 10
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 82


def limit() -> None:
    """Bound memory and processor time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _soft, hard = resource.getrlimit(kind)
        top = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (top, hard))


def redraw(data: bytes) -> bytes:
    """The pixels of a JPEG, PNG or WebP as a new JPEG of at most 1600 pixels a side."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("more pixels than a photo has")
        pixels = found.convert("RGB")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(redraw(sys.stdin.buffer.read()))
