#!/usr/bin/env python3
"""Writes pngs.json: a 4x3 picture as a PNG of every kind, and what OpenCV reads in it.

  png   the file, base64 (written byte by byte below, so that no library chooses another kind)
  gray  cv2.cvtColor(cv2.imread(…, IMREAD_COLOR), COLOR_BGR2GRAY): for gray kinds the value itself
  mask  whether any channel but alpha is not zero, from cv2.imread(…, IMREAD_UNCHANGED)
"""
import base64, json, pathlib, struct, zlib
import cv2
import numpy as np

WIDTH, HEIGHT = 4, 3


def png(depth, colour_type, rows, palette=None):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    body = b"".join(b"\0" + row for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour_type, 0, 0, 0))
            + (chunk(b"PLTE", palette) if palette else b"") + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b""))


def packed(values, depth):
    bits = "".join(format(int(v), f"0{depth}b") for v in values)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


random = np.random.default_rng(7)
cells = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
KINDS = {"gray1": (1, 0), "gray2": (2, 0), "gray4": (4, 0), "gray8": (8, 0), "gray16": (16, 0), "rgb8": (8, 2), "rgb16": (16, 2),
         "palette2": (2, 3), "palette8": (8, 3), "graya8": (8, 4), "graya16": (16, 4), "rgba8": (8, 6), "rgba16": (16, 6)}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PALETTE = bytes([0, 0, 0, 128, 0, 0, 0, 1, 0, 255, 255, 255])

out = {}
for name, (depth, colour_type) in KINDS.items():
    channels = CHANNELS[colour_type]
    top = 4 if colour_type == 3 else 2 ** depth
    values = random.integers(0, top, (HEIGHT, WIDTH, channels))
    values[random.random((HEIGHT, WIDTH)) < 0.4] = 0
    values[0, 0], values[0, 1] = 0, 0
    values[0, 1, 0] = 1                      # the faintest crack there is, in the first channel only
    if channels in (2, 4):
        values[0, 0, -1], values[0, 1, -1] = top - 1, 0  # opaque and no crack; transparent and crack
    data = png(depth, colour_type, [packed(row.ravel(), depth) for row in values], PALETTE if colour_type == 3 else None)
    raw = np.frombuffer(data, np.uint8)
    unchanged = cv2.imdecode(raw, cv2.IMREAD_UNCHANGED)
    if channels == 2:                        # OpenCV 4.6 reads gray with alpha as colour, so take what was written
        mask = values[..., 0] > 0
        gray = values[..., 0] >> (depth - 8)
    else:
        mask = (unchanged.reshape(HEIGHT, WIDTH, -1)[..., :3] > 0).any(2)
        gray = cv2.cvtColor(cv2.imdecode(raw, cv2.IMREAD_COLOR), cv2.COLOR_BGR2GRAY)
    out[name] = dict(png=base64.b64encode(data).decode(), gray=gray.ravel().tolist(), mask=mask.ravel().astype(int).tolist())

path = pathlib.Path(__file__).with_name("pngs.json")
path.write_text("{\n" + ",\n".join(f'  "{k}": {json.dumps(v)}' for k, v in out.items()) + "\n}\n")
