"""The reference inspector's way through a video, step by step on OpenCV, without its window: what `studio inspect --reference` is compared with.

fmvs-inspector.py VIDEO OUT "x,y x,y …" [--start S] [--end S] [--model MODEL.onnx | CHECKPOINT.pt] [--size 512] [--base 32] [--threshold 0.45]
                  [--pictures]
OUT gets logs/, with --pictures images/, and votes.bin: for every inspected frame its vote as numpy.packbits of the whole frame. Prints a JSON object
for every inspected frame: its number, time and boxes. A checkpoint is computed by PyTorch, an ONNX model by OpenCV.
"""

import argparse
import json
from collections import deque
from pathlib import Path

import cv2
import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("video")
parser.add_argument("out")
parser.add_argument("roi")
parser.add_argument("--start", type=float, default=0)
parser.add_argument("--end", type=float)
parser.add_argument("--model")
parser.add_argument("--size", type=int, default=512)
parser.add_argument("--base", type=int, default=32)
parser.add_argument("--threshold", type=float, default=0.45)
parser.add_argument("--pictures", action="store_true")
args = parser.parse_args()


def rect(side):
    return cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))


def clock(ms):
    ms = max(0, int(ms))
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


class BlackHat:
    def __init__(self):
        self.masks = deque(maxlen=3)
        self.clahe = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8))

    def vote(self, gray, roi, box):
        inside = cv2.bitwise_and(gray, gray, mask=roi)
        inside = self.clahe.apply(inside)
        inside = cv2.bitwise_and(inside, inside, mask=roi)
        hat = np.zeros_like(inside)
        for side in (7, 15, 25):
            hat = cv2.max(hat, cv2.morphologyEx(inside, cv2.MORPH_BLACKHAT, rect(side)))
        values = hat[roi == 255]
        threshold = np.percentile(values, 99.6) if values.size > 0 else 30
        _, mask = cv2.threshold(hat, threshold, 255, cv2.THRESH_BINARY)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, rect(5))
        mask = cv2.bitwise_and(mask, mask, mask=roi)
        self.masks.append(mask)
        vote = self.masks[0].copy()
        for other in list(self.masks)[1:]:
            vote = cv2.bitwise_or(vote, other)
        return cv2.bitwise_and(vote, vote, mask=roi)


class Network:
    def __init__(self):
        self.masks = deque(maxlen=2)
        self.ask = self.torch() if args.model.endswith(".pt") else self.onnx()

    def onnx(self):
        net = cv2.dnn.readNetFromONNX(args.model)

        def ask(x):
            net.setInput(x[None, None])
            return net.forward()[0, 0]

        return ask

    def torch(self):
        import sys

        import torch

        sys.path.insert(0, str(Path(__file__).parent))
        from plain_unet import UNet

        net = UNet(args.base).eval()
        net.load_state_dict(torch.load(args.model, map_location="cpu")["model"], strict=True)

        def ask(x):
            with torch.no_grad():
                return torch.sigmoid(net(torch.from_numpy(x)[None, None]))[0, 0].numpy()

        return ask

    def vote(self, gray, roi, box):
        x1, y1, x2, y2 = box
        inside = roi[y1:y2, x1:x2]
        crop = cv2.bitwise_and(gray[y1:y2, x1:x2], gray[y1:y2, x1:x2], mask=inside)
        x = cv2.resize(crop, (args.size, args.size), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255.0
        p = cv2.resize(self.ask(x), (x2 - x1, y2 - y1), interpolation=cv2.INTER_LINEAR).astype(np.float32)
        mask = (p >= float(args.threshold)).astype(np.uint8) * 255
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, rect(3))
        mask = cv2.bitwise_and(mask, mask, mask=inside)
        self.masks.append(mask if np.count_nonzero(mask) >= 20 else np.zeros_like(mask))
        vote = self.masks[0].copy()
        for other in list(self.masks)[1:]:
            vote = cv2.bitwise_or(vote, other)
        full = np.zeros_like(gray)
        full[y1:y2, x1:x2] = vote
        return full


def boxes_of(vote):
    for contour in cv2.findContours(vote, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        if cv2.contourArea(contour) < 50:
            continue
        turned = cv2.minAreaRect(contour)
        w, h = turned[1]
        if w < 1 or h < 1:
            continue
        if max(w, h) > 40 and max(w, h) / min(w, h) > 2:
            yield cv2.boxPoints(turned).astype(int)


def pair_of(folder, stem, ms):
    time = clock(ms).replace(":", "").replace(".", "")
    for n in range(10_000):
        end = "" if n == 0 else f"_{n:02d}"
        pair = [folder / f"{stem}_{time}_{kind}{end}.png" for kind in ("orig", "insp")]
        if not any(path.exists() for path in pair):
            return pair
    raise RuntimeError("no name is free")


stem = Path(args.video).stem
logs, images = Path(args.out, "logs", stem), Path(args.out, "images", stem)
logs.mkdir(parents=True, exist_ok=True)
images.mkdir(parents=True, exist_ok=True)
cap = cv2.VideoCapture(args.video)
start_ms = int(args.start * 1000)
end_ms = None if args.end is None else int(args.end * 1000)
cap.set(cv2.CAP_PROP_POS_MSEC, start_ms)
ok, frame = cap.read()
offset = start_ms - cap.get(cv2.CAP_PROP_POS_MSEC)
height, width = frame.shape[:2]
polygon = np.array([[int(v) for v in vertex.split(",")] for vertex in args.roi.split()], np.int32)
roi = np.zeros((height, width), np.uint8)
cv2.fillPoly(roi, [polygon], 255)
ys, xs = np.where(roi > 0)
box = max(xs.min() - 20, 0), max(ys.min() - 20, 0), min(xs.max() + 21, width), min(ys.max() + 21, height)
detector = Network() if args.model else BlackHat()
read = 0
with open(logs / f"{stem}_detections.txt", "a", encoding="utf-8") as log, open(Path(args.out, "votes.bin"), "wb") as votes:
    while True:
        ok, frame = cap.read()
        if not ok:
            break
        read += 1
        ms = int(cap.get(cv2.CAP_PROP_POS_MSEC) + offset)
        if end_ms is not None and ms > end_ms:
            break
        gray = cv2.GaussianBlur(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), (5, 5), 0)
        shown = frame.copy()
        cv2.putText(
            shown, f"Video Time: {clock(ms)}", (10, 25), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255, 255, 255), 2, cv2.LINE_AA
        )
        cv2.polylines(shown, [polygon], True, (0, 255, 255), 2)
        vote = detector.vote(gray, roi, box)
        boxes = list(boxes_of(vote))
        for corners in boxes:
            cv2.drawContours(shown, [corners], 0, (0, 0, 255), 2)
            cv2.putText(
                shown, "CRACK", tuple(int(v) for v in corners[0]), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 255), 2
            )
        number = int(cap.get(cv2.CAP_PROP_POS_FRAMES))
        if number <= 0:
            number = read
        if boxes:
            if args.pictures:
                for path, picture in zip(pair_of(images, stem, ms), (frame, shown)):
                    cv2.imwrite(str(path), picture)
            log.write(f"{clock(ms)}  (frame={number:07d}, count={len(boxes)})\n")
        votes.write(np.packbits(vote > 0).tobytes())
        print(json.dumps({"frame": number, "ms": ms, "boxes": [corners.tolist() for corners in boxes]}))
