#!/usr/bin/env python3
"""Crack Studio's training, in PyTorch: the same network, recipe and random numbers as the studio's own engine.

    python studio_train.py SET RUN                                          one device
    python studio_train.py SET RUN --processes gpu                          all GPUs of this machine, by torchrun
    torchrun --nnodes 1:4 --nproc_per_node gpu --max_restarts 3 … studio_train.py SET RUN   of several

SET is a prepared set (manifest.json, images.bin, masks.bin), RUN a folder with config.json. Into RUN go metrics.jsonl (a line an epoch),
unet_crack_best.pt, and state.safetensors, from which the training goes on when it is started again: after a kill, by torchrun when a rank
dies, by the scheduler when the job is requeued. SIGTERM ends it after the step in hand. Needs torch (1.13 or 2.x) and numpy.
"""
import argparse
import bisect
import contextlib
import errno
import hashlib
import json
import math
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.distributed.nn.functional
import torch.nn.functional as F
from torch import nn

VERSION = 1
MOST_DRAWS, JITTER = 10_000, 0.25
CELLS = 4
CONTROLS = CELLS + 3
SMALLER = 0.1
EPSILON = 1e-6

# Every setting that this file knows, with the values of those that are names.
KNOWN = {
    "epochs": None, "recipe": None, "minutes": (0,), "steps": None, "batch": None, "size": None, "base": None,
    "encoder": ("plain", "resnet34"), "classes": None, "encoderWeights": ("",), "from": ("",),
    "lr": None, "seed": None, "engine": None, "device": None, "workers": None,
    "schedule": ("constant", "cosine", "plateau"), "warmup": None, "plateauEpochs": None, "plateauFactor": None, "patience": None,
    "keep": ("dice",), "calibration": ("none",), "weightDecay": None, "clipNorm": None, "ema": None, "accumulate": None,
    "lossBce": None, "lossDice": None, "dice": ("image", "batch"),
    "lossFocal": None, "lossTversky": None, "focalGamma": None, "tverskyAlpha": None, "tverskyBeta": None,
    "flip": None, "contrast": None, "brightness": None, "blur": None, "rotation": None, "elastic": None, "scale": None,
    "quarterTurn": None, "gamma": None, "noise": None, "lowResolution": (0,),
    "input": ("resize", "tile"), "crackCrops": None, "maskReduction": ("nearest", "cover"),
}
# What config.json has beside them, for the studio alone.
BESIDE = ("data", "out", "started", "reasons", "set")


class Trouble(Exception):
    """What a person can do something about: one sentence."""


# ---------------------------------------------------------------- processes

def rank():
    return dist.get_rank() if dist.is_initialized() else 0


def world():
    return dist.get_world_size() if dist.is_initialized() else 1


def summed(x):
    """The sum over all processes; gradients flow through it."""
    return torch.distributed.nn.functional.all_reduce(x) if world() > 1 else x


def agreed(flag, device):
    """Whether the flag is set on any process."""
    if world() == 1:
        return flag
    votes = torch.tensor([float(flag)], device=device)
    dist.all_reduce(votes)
    return votes.item() > 0


def from_first(make):
    """What the first process makes, on all of them."""
    box = [make() if rank() == 0 else None]
    if world() > 1:
        dist.broadcast_object_list(box)
    return box[0]


# ---------------------------------------------------------------- random numbers, the studio's own (src/shared/random.ts)

WORD = 2**32 - 1


class Random:
    def __init__(self, seed):
        if not isinstance(seed, int):
            self.state = list(seed)
            return
        self.state, word = [], seed
        for _ in range(4):
            word = (word + 0x9E3779B9) & WORD
            z = ((word ^ (word >> 16)) * 0x21F0AAAD) & WORD
            z = ((z ^ (z >> 15)) * 0x735A2D97) & WORD
            self.state.append(z ^ (z >> 15))
        self.words(12)

    def words(self, count):
        a, b, c, d = self.state
        found = []
        for _ in range(count):
            s = (a + b + d) & WORD
            d = (d + 1) & WORD
            a = b ^ (b >> 9)
            b = (c + (c << 3)) & WORD
            c = (((c << 21) | (c >> 11)) + s) & WORD
            found.append(s)
        self.state = [a, b, c, d]
        return found

    def uniforms(self, low, high, count):
        return low + (high - low) * (np.array(self.words(count), np.float64) / 2**32)

    def uniform(self, low=0.0, high=1.0):
        return low + (high - low) * (self.words(1)[0] / 2**32)

    def normals(self, count):
        u = np.array(self.words(2 * count), np.float64).reshape(-1, 2) / 2**32
        return np.sqrt(-2 * np.log(1 - u[:, 0])) * np.cos(2 * math.pi * u[:, 1])

    def chance(self, probability):
        return self.uniform() < probability

    def below(self, bound):
        return math.floor(self.uniform(0, bound))


def rounded(value):
    """Half up, as JavaScript rounds."""
    return np.floor(np.asarray(value) + 0.5).astype(np.int64)


# ---------------------------------------------------------------- networks, by the names of the reference pipeline and of torchvision

class SyncedNorm(nn.BatchNorm2d):
    """A batch norm over the batch of all processes, on any device; on CUDA PyTorch's own SyncBatchNorm stands in its place."""

    def forward(self, x):
        if not self.training or world() == 1:
            return super().forward(x)
        pixels = x.new_tensor([x.numel() // x.shape[1]])
        sums = summed(torch.cat([x.sum((0, 2, 3)), pixels]))
        count = sums[-1].detach()
        mean = sums[:-1] / count
        centred = x - mean[None, :, None, None]
        variance = summed((centred * centred).sum((0, 2, 3))) / count
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * count / max(1.0, count.item() - 1), self.momentum)
        scale = self.weight * (variance + self.eps).rsqrt()
        return centred * scale[None, :, None, None] + self.bias[None, :, None, None]


def double_conv(source, target):
    layers = []
    for channels in (source, target):
        layers += [nn.Conv2d(channels, target, 3, padding=1, bias=False), SyncedNorm(target), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self, base, logits):
        super().__init__()
        widths = [base << level for level in range(5)]
        for level, name in enumerate(("enc1", "enc2", "enc3", "enc4", "bottleneck")):
            setattr(self, name, double_conv(widths[level - 1] if level else 1, widths[level]))
        for level in (4, 3, 2, 1):
            setattr(self, f"up{level}", nn.ConvTranspose2d(widths[level], widths[level - 1], 2, 2))
            setattr(self, f"dec{level}", double_conv(widths[level], widths[level - 1]))
        self.out = nn.Conv2d(base, logits, 1)

    def forward(self, x):
        skips = []
        for name in ("enc1", "enc2", "enc3", "enc4"):
            x = getattr(self, name)(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        x = self.bottleneck(x)
        for level in (4, 3, 2, 1):
            x = getattr(self, f"dec{level}")(torch.cat([getattr(self, f"up{level}")(x), skips[level - 1]], 1))
        return self.out(x)


class BasicBlock(nn.Module):
    def __init__(self, source, target, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(source, target, 3, stride, 1, bias=False), SyncedNorm(target)
        self.conv2, self.bn2 = nn.Conv2d(target, target, 3, 1, 1, bias=False), SyncedNorm(target)
        self.downsample = None
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv2d(source, target, 1, stride, bias=False), SyncedNorm(target))

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (y + (x if self.downsample is None else self.downsample(x))).relu()


class ResNet34(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, width, 7, 2, 3, bias=False), SyncedNorm(width)
        source = width
        for stage, blocks in enumerate((3, 4, 6, 3)):
            target = width << stage
            made = [BasicBlock(target if block else source, target, 2 if stage and not block else 1) for block in range(blocks)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*made))
            source = target

    def forward(self, x):
        found = [self.bn1(self.conv1(x)).relu()]
        x = F.max_pool2d(found[0], 3, 2, 1)
        for stage in (1, 2, 3, 4):
            x = getattr(self, f"layer{stage}")(x)
            found.append(x)
        return found


class ResNetUNet(nn.Module):
    def __init__(self, base, logits, width=64):
        super().__init__()
        self.encoder = ResNet34(width)
        source = width * 8
        for level, times, skip in ((5, 8, width * 4), (4, 4, width * 2), (3, 2, width), (2, 1, width), (1, 1, 0)):
            setattr(self, f"up{level}", nn.ConvTranspose2d(source, base * times, 2, 2))
            setattr(self, f"dec{level}", double_conv(base * times + skip, base * times))
            source = base * times
        self.out = nn.Conv2d(base, logits, 1)

    def forward(self, x):
        *skips, x = self.encoder(x)
        for level in (5, 4, 3, 2, 1):
            x = getattr(self, f"up{level}")(x)
            x = getattr(self, f"dec{level}")(torch.cat([x, skips[level - 2]], 1) if level > 1 else x)
        return self.out(x)


def fresh_network(config):
    """With the weights that the studio's own engine draws for the seed (src/workers/nn/init.ts)."""
    logits = len(config["classes"]) + 1 if config["classes"] else 1
    net = (UNet if config["encoder"] == "plain" else ResNetUNet)(config["base"], logits)
    random, fan_in = Random(config["seed"]), {}
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            layer, size = name.rpartition(".")[0], parameter.numel()
            if parameter.dim() == 4:
                fan_in[layer] = size // parameter.shape[0]
            if parameter.dim() == 4 and name.startswith("encoder."):
                values = math.sqrt(2 / (size / parameter.shape[1])) * random.normals(size)
            elif layer in fan_in:
                bound = 1 / math.sqrt(fan_in[layer])
                values = random.uniforms(-bound, bound, size)
            else:
                continue
            parameter.copy_(torch.from_numpy(values.astype(np.float32)).view(parameter.shape))
    return net


# ---------------------------------------------------------------- the prepared set, and what is drawn of it

class Data:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.manifest = json.loads((self.folder / "manifest.json").read_text())
        if self.manifest.get("version") != 1:
            raise Trouble("The prepared set is of another version of the studio: make the bundle anew, or take its own studio_train.py.")
        self.size, self.names = self.manifest["size"], self.manifest["names"]
        self.train, self.val, self.positive = (self.manifest[key] for key in ("train", "val", "positive"))
        self.places, self.classes = self.manifest.get("places"), self.manifest.get("classes") or []
        self.files = {}
        if not any(self.positive[index] for index in self.train):
            raise Trouble("No positive samples in train split.")

    def bytes_of(self, name, dtype=np.uint8):
        if name not in self.files:  # opened anew in every process that reads
            self.files[name] = np.memmap(self.folder / name, dtype, "r")
        return self.files[name]

    def __getstate__(self):
        return {**self.__dict__, "files": {}}

    def whole(self, index):
        if self.places:
            place = self.places[index]
            start, shape = place["offset"], (place["height"], place["width"])
        else:
            start, shape = index * self.size**2, (self.size, self.size)
        end = start + shape[0] * shape[1]
        return tuple(self.bytes_of(name)[start:end].reshape(shape) for name in ("images.bin", "masks.bin"))

    def crop(self, index, x, y, side):
        image, mask = self.whole(index)
        at = np.ix_(folded(np.arange(y, y + side), image.shape[0]), folded(np.arange(x, x + side), image.shape[1]))
        return image[at], mask[at]

    def crack_pixel(self, index, number):
        place = self.places[index]
        row, column = divmod(int(self.bytes_of("cracks.bin", "<u4")[place["firstCrack"] + number]), place["width"])
        return column, row

    def splits_key(self):
        """Names the images of both splits, as the studio's snapshot does."""
        named = [[self.names[index] for index in split] for split in (self.train, self.val)]
        return hashlib.sha256(json.dumps(named, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def folded(positions, length):
    """Mirrored about the outermost pixels, which are not repeated."""
    period = max(1, 2 * (length - 1))
    inside = np.mod(positions, period)
    return np.where(inside < length, inside, period - inside)


def draw_images(data, random, count):
    positives = [index for index in data.train if data.positive[index]]
    negatives = [index for index in data.train if not data.positive[index]]
    share = 0.5 if negatives else 1
    for _ in range(count or len(data.train)):
        side = positives if random.chance(share) else negatives
        yield side[random.below(len(side))], None


def draw_crops(data, random, count, share):
    size, places = data.size, data.places
    positives = [index for index in data.train if places[index]["cracks"] > 0]
    areas = [places[index]["width"] * places[index]["height"] for index in data.train]
    ends = np.cumsum(areas).tolist()
    crops = count or min(math.ceil(sum(max(1, area / size**2) for area in areas)), max(MOST_DRAWS, len(data.train)))
    centred = lambda length: -((size - length) >> 1)
    anywhere = lambda length: random.below(length - size + 1) if length > size else centred(length)

    def around(pixel, length):
        shift = int(rounded(random.uniform(-JITTER, JITTER) * size))
        return centred(length) if length <= size else min(max(pixel - (size >> 1) + shift, 0), length - size)

    for number in range(crops):
        if math.ceil((number + 1) * share) == math.ceil(number * share):
            index = data.train[bisect.bisect_right(ends, random.uniform(0, ends[-1]))]
            place = places[index]
            yield index, (anywhere(place["width"]), anywhere(place["height"]))
            continue
        index = positives[random.below(len(positives))]
        place = places[index]
        x, y = data.crack_pixel(index, random.below(place["cracks"]))
        yield index, (around(x, place["width"]), around(y, place["height"]))


def draw_changes(random, config):
    """Of the first four random numbers are drawn even where they are off (src/workers/training/augmentations.ts)."""
    drawn = {
        "flip": (random.chance(config["flip"]), random.chance(config["flip"])),
        "contrast": 1 + random.uniform(-config["contrast"], config["contrast"]),
        "brightness": random.uniform(-config["brightness"], config["brightness"]) * 128,
        "blur": random.chance(config["blur"]),
    }
    if config["rotation"] > 0:
        drawn["rotation"] = random.uniform(-config["rotation"], config["rotation"])
    if config["elastic"] > 0:
        drawn["elastic"] = random.uniforms(-config["elastic"] / 100, config["elastic"] / 100, 2 * CONTROLS**2)
    if config["scale"] > 0:
        drawn["scale"] = (1 + config["scale"]) ** random.uniform(-1, 1)
    if config["quarterTurn"] > 0:
        drawn["quarterTurn"] = random.chance(config["quarterTurn"])
    if config["gamma"] > 0:
        drawn["gamma"] = (1 + config["gamma"]) ** random.uniform(-1, 1)
    if config["noise"] > 0:
        drawn["noise"] = (255 * random.uniform(0, config["noise"]), random.below(2**32))
    return {name: value for name, value in drawn.items() if config[name] > 0}


def plan_epoch(data, config, random):
    """An epoch's steps: each a list of draws, (index, corner of the crop, changes)."""
    batch = config["batch"] * config["accumulate"]
    count = config["steps"] * batch
    places = list(draw_crops(data, random, count, config["crackCrops"]) if data.places else draw_images(data, random, count))
    draws = [(*place, draw_changes(random, config)) for place in places]
    return [draws[start:start + batch] for start in range(0, len(draws), batch)]


# ---------------------------------------------------------------- what is done to a picture

GRAYS = (np.arange(256) / 255).astype(np.float32)


def made(data, draw):
    """One picture and its mask as the network is shown them."""
    index, corner, changes = draw
    size, rotation, elastic, scale = data.size, changes.get("rotation", 0.0), changes.get("elastic"), changes.get("scale", 1.0)
    warps = rotation != 0 or scale != 1 or elastic is not None
    cos, sin = math.cos(math.radians(rotation)) / scale, math.sin(math.radians(rotation)) / scale
    margin = 0
    if corner is None:
        image, mask = data.whole(index)
    else:
        if warps:
            turned = size / 2 * (abs(cos) + abs(sin) - 1)
            margin = max(0, math.ceil(turned + (0 if elastic is None else np.abs(elastic).max()) * size)) + 1
        image, mask = data.crop(index, corner[0] - margin, corner[1] - margin, size + 2 * margin)
    if warps:
        image, mask = warped(image, mask, margin, cos, sin, elastic)
    grays = np.arange(256, dtype=np.float64) * changes.get("contrast", 1.0) + changes.get("brightness", 0.0)
    if "gamma" in changes:
        grays = 255 * (np.clip(grays, 0, 255) / 255) ** changes["gamma"]
    image = np.clip(np.rint(grays), 0, 255).astype(np.uint8)[image]
    horizontal, vertical = changes.get("flip", (False, False))
    image, mask = (pixels[::-1 if vertical else 1, ::-1 if horizontal else 1] for pixels in (image, mask))
    image = blurred(image) if changes.get("blur") else image
    if changes.get("quarterTurn"):
        image, mask = np.rot90(image), np.rot90(mask)
    if "noise" in changes:
        deviation, seed = changes["noise"]
        noise = deviation * Random(seed).normals(image.size).reshape(image.shape)
        image = np.clip(np.rint(image + noise), 0, 255).astype(np.uint8)
    return GRAYS[image], mask


def blurred(image):
    """cv2.GaussianBlur(image, (3, 3), 0), bit for bit."""
    wide = np.pad(image.astype(np.uint16), 1, "reflect")
    rows = wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
    return ((rows[:-2] + 2 * rows[1:-1] + rows[2:] + 8) >> 4).astype(np.uint8)


def warped(image, mask, margin, cos, sin, elastic):
    """Turned, scaled and deformed, bilinearly, without the margin; the mask to the nearest pixel, without breaking thin cracks (src/workers/training/warp.ts)."""
    side = image.shape[0]
    size, half = side - 2 * margin, (side - 2 * margin - 1) / 2
    centre = margin + half
    down, across = np.meshgrid(np.arange(size) - half, np.arange(size) - half, indexing="ij")
    push = (0, 0) if elastic is None else [size * spline(points, size) for points in np.split(elastic, 2)]
    xs = (centre + cos * across - sin * down + push[0]).astype(np.float32)
    ys = (centre + sin * across + cos * down + push[1]).astype(np.float32)
    x, y = mirrored(xs, side), mirrored(ys, side)
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    right, low = np.minimum(left + 1, side - 1), np.minimum(top + 1, side - 1)
    gray = image.astype(np.float64)
    above = gray[top, left] + (gray[top, right] - gray[top, left]) * (x - left)
    below = gray[low, left] + (gray[low, right] - gray[low, left]) * (x - left)
    nearest = mask[rounded(y), rounded(x)].copy()
    counts = np.bincount(mask.ravel(), minlength=256)
    for value in sorted((v for v in range(1, 256) if counts[v]), key=lambda v: (-counts[v], -v)):
        keep_thin(mask == value, nearest, value, margin, (xs, ys, cos, sin))
    return rounded(above + (below - above) * (y - top)).astype(np.uint8), nearest


def spline(points, side):
    """A uniform cubic B-spline of CONTROLS x CONTROLS points at the centres of the pixels."""
    position = (np.arange(side) + 0.5) / side * CELLS
    first = np.floor(position).astype(np.int64)
    t = position - first
    taps = [(1 - t) ** 3 / 6, (3 * t**3 - 6 * t**2 + 4) / 6, (3 * (1 - t) ** 3 - 6 * (1 - t) ** 2 + 4) / 6, t**3 / 6]
    weights = np.zeros((side, CONTROLS))
    for number, tap in enumerate(taps):
        weights[np.arange(side), first + number] += tap
    return weights @ points.reshape(CONTROLS, CONTROLS) @ weights.T


def mirrored(position, side):
    position = position.astype(np.float64)
    inside = np.where(position < 0, -position, np.where(position > side - 1, 2 * (side - 1) - position, position))
    return np.clip(inside, 0, side - 1)


def keep_thin(crack, target, value, margin, warp):
    """Carries crack pixels that are part of no 2x2 block forward, and joins them (src/workers/training/thin-cracks.ts)."""
    xs, ys, cos, sin = warp
    size, shrunk = target.shape[0], cos**2 + sin**2
    wide = np.pad(crack, 2)
    block = wide[:-1, :-1] & wide[1:, :-1] & wide[:-1, 1:] & wide[1:, 1:]
    is_crack = lambda x, y: bool(wide[y + 2, x + 2])
    is_block = lambda x, y: bool(block[y + 2, x + 2])

    def forward(x, y):
        to_x, to_y = float(x - margin), float(y - margin)
        for _ in range(6):
            at_x, at_y = (min(max(math.floor(v + 0.5), 0), size - 1) for v in (to_x, to_y))
            u, v = x - float(xs[at_y, at_x]), y - float(ys[at_y, at_x])
            to_x, to_y = at_x + (cos * u + sin * v) / shrunk, at_y + (cos * v - sin * u) / shrunk
        return math.floor(to_x + 0.5), math.floor(to_y + 0.5)

    def join(a, b):
        for x, y in line(forward(*a), forward(*b)):
            if 0 <= x < size and 0 <= y < size:
                target[y, x] = value

    covered = block[1:-1, 1:-1]
    inner = covered[1:, 1:] & covered[:-1, 1:] & covered[1:, :-1] & covered[:-1, :-1]
    for y, x in zip(*np.nonzero(crack & ~inner)):  # where all four blocks hold it there is nothing to do
        x, y = int(x), int(y)
        if not (is_block(x, y) or is_block(x - 1, y) or is_block(x, y - 1) or is_block(x - 1, y - 1)):
            join((x, y), (x, y))
        for dx, dy in ((1, 0), (-1, 1), (0, 1), (1, 1)):
            if not is_crack(x + dx, y + dy):
                continue
            left = min(x, x + dx)
            thick = is_block(left, y) or (is_block(left, y - 1) if dy == 0 else dx == 0 and is_block(left - 1, y))
            if not thick:
                join((x, y), (x + dx, y + dy))


def line(start, end):
    """The pixels of cv::LineIterator, always from left to right."""
    if end[0] < start[0]:
        start, end = end, start
    (x, y), across, down = start, end[0] - start[0], abs(end[1] - start[1])
    step, steep = (-1 if end[1] < start[1] else 1), down > across
    longer, shorter = (down, across) if steep else (across, down)
    error = longer - 2 * shorter
    for _ in range(longer + 1):
        yield x, y
        if steep or error < 0:
            y += step
        if not steep or error < 0:
            x += 1
        if error < 0:
            error += 2 * longer
        error -= 2 * shorter


class Batches(torch.utils.data.Dataset):
    """This process's part of every step: of each micro-batch every `world`-th image, and how many images all have together."""

    def __init__(self, data, micro_batch):
        self.data, self.micro_batch, self.part = data, micro_batch, slice(rank(), None, world())

    def __getitem__(self, draws):
        micros = [draws[start:start + self.micro_batch] for start in range(0, len(draws), self.micro_batch)]
        return [(*self.arrays([made(self.data, draw) for draw in micro[self.part]]), len(micro)) for micro in micros]

    def arrays(self, pairs):
        shape = (len(pairs), 1, self.data.size, self.data.size)
        x, y = np.empty(shape, np.float32), np.empty(shape, np.float32)
        for at, (image, mask) in enumerate(pairs):
            x[at, 0], y[at, 0] = image, mask
        return torch.from_numpy(x), torch.from_numpy(y)


def batches(data, steps, micro_batch, workers, device):
    loader = torch.utils.data.DataLoader(
        Batches(data, micro_batch), batch_size=None, sampler=steps, num_workers=workers, pin_memory=device.type == "cuda",
        worker_init_fn=leave_signals_alone,
    )
    return iter(loader)


def leave_signals_alone(_):
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


# ---------------------------------------------------------------- the loss, from sums over the pixels of each image

def sums_of(z, y, config, shares=None):
    """[N, 3 + 3R]: surprise, focal loss and pixels; then of each region overlap, predicted and true. `shares`: what a pixel counts."""
    if z.shape[1] == 1:
        wrong, probability, truth = z * (1 - 2 * y), z.sigmoid(), y
        surprise = F.softplus(z) - z * y
    else:
        truth = F.one_hot(y[:, 0].long(), z.shape[1]).movedim(3, 1).to(z.dtype)
        of_truth = (z * truth).sum(1, keepdim=True)
        surprise = z.logsumexp(1, keepdim=True) - of_truth
        wrong = (z + truth * -1e4).logsumexp(1, keepdim=True) - of_truth
        probability, truth = z.softmax(1)[:, 1:], truth[:, 1:]
    shares = torch.ones_like(surprise) if shares is None else shares
    focal = torch.exp(-config["focalGamma"] * F.softplus(-wrong)) * F.softplus(wrong) if config["lossFocal"] else torch.zeros_like(surprise)
    parts = [surprise * shares, focal * shares, shares, probability * truth * shares, probability * shares, truth * shares]
    return torch.cat([part.sum((2, 3)) for part in parts], 1)


def losses_of(sums, config, batch=None):
    """The loss of each image, [N]; `batch`: the sums of the regions over the images of all processes, where Dice is the batch's."""
    surprise, focal, pixels = sums[:, 0], sums[:, 1], sums[:, 2]
    overlap, predicted, true = (sums[:, 3:] if batch is None else batch.expand(len(sums), -1)).chunk(3, 1)
    loss = config["lossBce"] * surprise / pixels
    if config["lossFocal"]:
        loss = loss + config["lossFocal"] * focal / pixels
    if config["lossDice"]:
        loss = loss + config["lossDice"] * (1 - (2 * overlap / (predicted + true + EPSILON)).mean(1))
    if config["lossTversky"]:
        wrong = config["tverskyAlpha"] * (predicted - overlap) + config["tverskyBeta"] * (true - overlap)
        loss = loss + config["lossTversky"] * (1 - (overlap / (overlap + wrong + EPSILON)).mean(1))
    return loss


# ---------------------------------------------------------------- learning

def learning_rate(config, epoch, step, steps, dice):
    """src/shared/training/schedule.ts"""
    lr, done, warm = config["lr"], (epoch - 1) * steps + step, int(rounded(config["warmup"] * steps))
    if done < warm:
        return lr * (done + 1) / warm
    if config["schedule"] == "cosine":
        return lr * (1 + math.cos(math.pi * min(1, (done - warm) / max(1, config["epochs"] * steps - warm)))) / 2
    if config["schedule"] == "plateau":
        best, without, count = -math.inf, 0, 0
        for value in dice:
            without = 0 if value > best else without + 1
            best = max(best, value)
            if without >= config["plateauEpochs"]:
                count, without = count + 1, 0
        return lr * config["plateauFactor"] ** count
    return lr


def is_exhausted(dice, patience):
    return patience > 0 and len(dice) > 0 and len(dice) - (dice.index(max(dice)) + 1) >= patience


class Trainer:
    """The network, AdamW, and how a batch is worked off."""

    def __init__(self, config, device):
        self.config, self.device, self.step_count = config, device, 0
        self.half = device.type == "cuda" or (device.type == "mps" and can_autocast_on_mps())
        net = fresh_network(config).to(device)
        if device.type == "cuda":
            net = net.to(memory_format=torch.channels_last)
            torch.backends.cudnn.benchmark = True
            if world() > 1:
                net = nn.SyncBatchNorm.convert_sync_batchnorm(net)
        elif device.type == "mps":
            net = net.to(memory_format=torch.channels_last)
        self.net = net
        self.parallel = net
        if world() > 1:
            ids = [device.index] if device.type == "cuda" else None
            self.parallel = nn.parallel.DistributedDataParallel(net, device_ids=ids, broadcast_buffers=False)
        self.names = [name for name, _ in net.named_parameters()]
        filters = [p for p in net.parameters() if p.dim() == 4]
        others = [p for p in net.parameters() if p.dim() != 4]
        groups = [{"params": filters, "weight_decay": config["weightDecay"]}, {"params": others, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=config["lr"], betas=(0.9, 0.999), eps=1e-8)
        self.average = {name: value.clone() for name, value in self.weights(net)} if config["ema"] > 0 else {}
        self.scaler = torch.cuda.amp.GradScaler(enabled=device.type == "cuda")

    @staticmethod
    def weights(net):
        return [(name, value) for name, value in net.state_dict().items() if not name.endswith("num_batches_tracked")]

    @contextlib.contextmanager
    def averaged(self):
        """The network with the average of its weights, where one is taken."""
        kept = {name: value.clone() for name, value in self.weights(self.net)} if self.average else {}
        self.put(self.average)
        try:
            yield
        finally:
            self.put(kept)

    def put(self, values):
        with torch.no_grad():
            for name, value in self.weights(self.net) if values else ():
                value.copy_(values[name])

    def logits(self, x, net):
        x = x.to(self.device, non_blocking=True)
        if self.device.type != "cpu":
            x = x.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.float16) if self.half else contextlib.nullcontext():
            return net(x).float()

    def gradients(self, micros):
        """Of the mean loss over all images of all processes; gives that loss."""
        count, total = sum(images for _, _, images in micros), 0.0
        self.net.train()
        self.optimiser.zero_grad(set_to_none=True)
        for number, (x, y, images) in enumerate(micros):
            is_last = number == len(micros) - 1
            with contextlib.nullcontext() if is_last or world() == 1 else self.parallel.no_sync():
                sums = sums_of(self.logits(x, self.parallel), y.to(self.device, non_blocking=True), self.config)
                # The sum of all processes has the gradient of each, which DDP's mean then divides by as many.
                batch = summed(sums[:, 3:].sum(0, keepdim=True)) if self.config["dice"] == "batch" else None
                loss = summed(losses_of(sums, self.config, batch).sum()) / count
                self.scaler.scale(loss).backward()
            total = total + loss.detach()
        return float(total)

    def step(self, micros, lr):
        loss = self.gradients(micros)
        for group in self.optimiser.param_groups:
            group["lr"] = lr
        if self.config["clipNorm"] > 0:
            self.scaler.unscale_(self.optimiser)
            nn.utils.clip_grad_norm_(self.net.parameters(), self.config["clipNorm"])
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.step_count += 1
        if self.average:
            decay = min(self.config["ema"], (1 + self.step_count) / (10 + self.step_count))
            with torch.no_grad():
                for name, value in self.weights(self.net):
                    self.average[name].lerp_(value, 1 - decay)
        return loss

    def tensors(self):
        """Everything by its name, float32 on the CPU; Adam's moments as the studio's snapshot names them."""
        found = {}
        for name, value in self.net.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                found[name] = value
        for name, parameter in self.net.named_parameters():
            state = self.optimiser.state.get(parameter, {})
            for key, moment in (("m", "exp_avg"), ("v", "exp_avg_sq")):
                found[f"adam.{key}.{name}"] = state.get(moment, torch.zeros_like(parameter))
        found.update({f"ema.{name}": value for name, value in self.average.items()})
        return {name: value.detach().to("cpu", torch.float32).contiguous() for name, value in found.items()}

    def load(self, tensors, step, scale=None):
        with torch.no_grad():
            for name, value in self.net.state_dict().items():
                if not name.endswith("num_batches_tracked"):
                    value.copy_(tensors[name])
                    if self.average:
                        self.average[name].copy_(tensors.get(f"ema.{name}", tensors[name]))
            for name, parameter in self.net.named_parameters():
                moments = {key: torch.empty_like(parameter).copy_(tensors[f"adam.{short}.{name}"])
                           for short, key in (("m", "exp_avg"), ("v", "exp_avg_sq"))}
                self.optimiser.state[parameter] = {"step": torch.tensor(float(step)), **moments}
        self.step_count = step
        if scale is not None and self.scaler.is_enabled():
            self.scaler.load_state_dict({**self.scaler.state_dict(), "scale": scale})

    def state_dict(self):
        """As the reference pipeline saves it."""
        counter = torch.tensor(self.step_count)
        return {name: counter if name.endswith("num_batches_tracked") else value.detach().to("cpu", torch.float32).contiguous()
                for name, value in self.net.state_dict().items()}


def can_autocast_on_mps():
    try:
        with torch.autocast("mps", torch.float16):
            return True
    except (RuntimeError, AssertionError, TypeError):
        return False


# ---------------------------------------------------------------- validation

def spans(length, size):
    """Where the tiles of an axis start, and their triangular shares of its pixels (src/shared/inference/tiles.ts)."""
    overlap = size >> 2
    count = 1 if length <= size else math.ceil((length - overlap) / (size - overlap))
    starts = [-((size - length) >> 1)] if count == 1 else [int(rounded(i * (length - size) / (count - 1))) for i in range(count)]
    triangle = np.minimum(np.arange(size) + 1, size - np.arange(size)).astype(np.float64)
    total = np.zeros(length)
    inside = [(max(0, -start), min(size, length - start)) for start in starts]
    for start, (first, end) in zip(starts, inside):
        total[start + first:start + end] += triangle[first:end]
    found = []
    for start, (first, end) in zip(starts, inside):
        shares = np.zeros(size)
        shares[first:end] = triangle[first:end] / total[start + first:start + end]
        found.append((start, first, end, shares))
    return found


def scores_of(predicted, truth, classes):
    """Dice and IoU of one image, of each class where they are told apart."""
    found = []
    for value in range(1, max(1, classes) + 1):
        said, true = (predicted == value, truth == value) if classes else (predicted, truth != 0)
        hit, said, true = (int(np.count_nonzero(mask)) for mask in (said & true, said, true))
        found.append(((2 * hit + EPSILON) / (said + true + EPSILON), (hit + EPSILON) / (said + true - hit + EPSILON)))
    return found


def validate_images(trainer, data, config, mine):
    for start in range(0, len(mine), config["batch"]):
        pairs = [data.whole(index) for index in mine[start:start + config["batch"]]]
        x = torch.from_numpy(np.stack([GRAYS[image] for image, _ in pairs])[:, None])
        y = torch.from_numpy(np.stack([mask for _, mask in pairs])[:, None].astype(np.float32)).to(trainer.device)
        z = trainer.logits(x, trainer.net)
        losses = losses_of(sums_of(z, y, config), config).tolist()
        said = (z.argmax(1) if data.classes else z[:, 0] > 0).cpu().numpy()
        for loss, predicted, (_, mask) in zip(losses, said, pairs):
            yield loss, scores_of(predicted, mask, len(data.classes))


def validate_tiles(trainer, data, config, mine):
    size, channels = data.size, len(data.classes) + 1 if data.classes else 1
    for index in mine:
        image, mask = data.whole(index)
        grid = [(down, across) for down in spans(image.shape[0], size) for across in spans(image.shape[1], size)]
        blend, sums = np.zeros((channels, *image.shape), np.float32), 0
        for start in range(0, len(grid), config["batch"]):
            tiles = grid[start:start + config["batch"]]
            cut = [data.crop(index, across[0], down[0], size) for down, across in tiles]
            shares = np.stack([np.outer(down[3], across[3]) for down, across in tiles])
            x = torch.from_numpy(np.stack([GRAYS[gray] for gray, _ in cut])[:, None])
            y = torch.from_numpy(np.stack([truth for _, truth in cut])[:, None].astype(np.float32)).to(trainer.device)
            z = trainer.logits(x, trainer.net)
            sums = sums + sums_of(z, y, config, torch.from_numpy(shares.astype(np.float32))[:, None].to(trainer.device)).sum(0, keepdim=True)
            probability = (z.softmax(1) if data.classes else z.sigmoid()).cpu().numpy()
            for (down, across), share, tile in zip(tiles, shares, probability):
                (top, y0, y1, _), (left, x0, x1, _) = down, across
                blend[:, top + y0:top + y1, left + x0:left + x1] += (tile * share)[:, y0:y1, x0:x1].astype(np.float32)
        predicted = blend.argmax(0) if data.classes else blend[0] > 0.5
        yield float(losses_of(sums, config)), scores_of(predicted, mask, len(data.classes))


def validate(trainer, data, config):
    """Means over the val images, each counted once, by one process."""
    trainer.net.eval()
    with torch.no_grad():
        work = validate_tiles if data.places else validate_images
        mine = list(work(trainer, data, config, data.val[rank()::world()]))
    parts = [mine]
    if world() > 1:
        parts = [None] * world()
        dist.all_gather_object(parts, mine)
    images = [parts[number % world()][number // world()] for number in range(len(data.val))]
    count = len(images)
    by_class = [[scores[number] for _, scores in images] for number in range(len(images[0][1]))]
    mean = lambda which: sum(sum(score[which] for score in scores) / len(scores) for _, scores in images) / count
    found = {"va_loss": sum(loss for loss, _ in images) / count, "va_dice": mean(0), "va_iou": mean(1)}
    if data.classes:
        found["va_dice_by_class"] = {name: sum(s[0] for s in scores) / count for name, scores in zip(data.classes, by_class)}
    return found


# ---------------------------------------------------------------- files, written by the first process alone

def write_whole(path, write):
    """Whole or not at all: under another name first."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def write_snapshot(run, trainer, position):
    tensors, scale = trainer.tensors(), trainer.scaler.get_scale()
    if rank() != 0 or not all(bool(torch.isfinite(value).all()) for value in tensors.values()):
        return
    metadata = {"format": "crack-studio snapshot 1", "position": json.dumps(position), "step": str(trainer.step_count), "scale": str(scale)}
    header, end = {"__metadata__": metadata}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [end, end + 4 * value.numel()]}
        end += 4 * value.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)

    def write(file):
        file.write(len(text).to_bytes(8, "little") + text)
        for value in tensors.values():
            file.write(value.numpy().astype("<f4").tobytes())

    write_whole(run / "state.safetensors", write)


def read_snapshot(run):
    path = run / "state.safetensors"
    if not path.exists():
        return None
    try:
        blob = path.read_bytes()
        length = int.from_bytes(blob[:8], "little")
        header = json.loads(blob[8:8 + length])
        metadata = header.pop("__metadata__")
        tensors = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            values = np.frombuffer(blob, "<f4", (end - begin) // 4, 8 + length + begin)
            tensors[name] = torch.from_numpy(values.astype(np.float32).reshape(entry["shape"]))
        scale = float(metadata["scale"]) if "scale" in metadata else None
        return tensors, int(metadata["step"]), json.loads(metadata["position"]), scale
    except (ValueError, KeyError, IndexError) as error:
        raise Trouble(f"{path} is damaged, so this run cannot be resumed: train anew.") from error


def read_metrics(run):
    path = run / "metrics.jsonl"
    found = []
    for text in path.read_text().splitlines() if path.exists() else []:
        with contextlib.suppress(ValueError):
            found.append(json.loads(text))
    return found


class Teller:
    """Tells the first process's listener what happens, a JSON object a line: on standard output, or at the end of a file."""

    def __init__(self, where, every):
        self.file = sys.stdout if where == "-" else open(where, "a", encoding="utf-8") if where else None
        self.every, self.told = every, -math.inf

    def __call__(self, kind, **data):
        if self.file is None or (rank() != 0 and kind != "failed"):
            return
        if kind == "step" and data["step"] < data["steps"] and time.monotonic() - self.told < self.every:
            return
        self.told = time.monotonic()
        self.file.write(json.dumps({"kind": kind, **data}) + "\n")
        self.file.flush()


# ---------------------------------------------------------------- the training, top to bottom

def read_config(run):
    config = json.loads((run / "config.json").read_text())
    for name, value in config.items():
        if name in BESIDE:
            continue
        if name not in KNOWN:
            raise Trouble(f"config.json has the setting {name}, which this studio_train.py does not know: take both from the same studio.")
        if KNOWN[name] is not None and value not in KNOWN[name]:
            raise Trouble(f"The PyTorch engine does not know {name} {value!r}: choose one of {', '.join(map(repr, KNOWN[name]))}.")
    missing = [name for name in KNOWN if name not in config]
    if missing:
        raise Trouble(f"config.json lacks {', '.join(missing)}: it is of an older studio; take the newer studio's bundle.")
    return config


def choose_device(asked):
    if asked not in ("auto", "cpu"):
        return torch.device(asked)
    if asked == "auto" and torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
    mps = getattr(torch.backends, "mps", None)
    if asked == "auto" and mps is not None and mps.is_available() and "RANK" not in os.environ:
        return torch.device("mps")
    return torch.device("cpu")


def device_words(device):
    if device.type == "cuda":
        return f"PyTorch {torch.__version__}, {world()} x {torch.cuda.get_device_name(device)}"
    name = "Apple GPU" if device.type == "mps" else "CPU"
    return f"PyTorch {torch.__version__}, {name}" + (f", {world()} processes" if world() > 1 else "")


def peak_memory(device):
    if device.type == "cuda":
        return round(torch.cuda.max_memory_allocated(device) / 2**20)
    try:
        import resource
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
    except ImportError:
        return 0


NOTHING_DONE = {"steps": 0, "images": 0, "loss": 0.0, "seconds": 0.0, "waited": 0.0}


class LossLost(Exception):
    pass


class Training:
    def __init__(self, set_folder, run, device, tell):
        self.run, self.device, self.tell = Path(run), device, tell
        self.config = read_config(self.run)
        self.data = Data(set_folder)
        if self.data.size != self.config["size"] or bool(self.data.places) != (self.config["input"] == "tile"):
            raise Trouble("The prepared set is of another input size than config.json says: prepare it with these settings.")
        self.trainer = Trainer(self.config, device)
        self.stop_asked, self.kept, self.tried = False, False, time.monotonic()
        cores = max(1, (os.cpu_count() or 1) // int(os.environ.get("LOCAL_WORLD_SIZE", 1)) - 1)
        self.workers = max(self.config["workers"], min(8, cores)) if device.type == "cuda" else self.config["workers"]

    def begin(self):
        """Where the training starts: as the run was left, or anew; what was done after the snapshot is done again."""
        found = from_first(lambda: read_snapshot(self.run))
        if found:
            tensors, step, position, scale = found
            if position["splits"] != self.data.splits_key():
                raise Trouble("The train and val images are no longer those that this run has learned from, so it cannot be resumed: train anew.")
            self.trainer.load(tensors, step, scale)
            self.kept = True
        else:
            if self.trainer.step_count > 0:
                self.trainer.load({**{k: v.detach().cpu() for k, v in fresh_network(self.config).state_dict().items()},
                                   **{f"adam.{m}.{n}": torch.zeros(p.shape) for m in "mv" for n, p in self.trainer.net.named_parameters()}}, 0)
            position = {"epoch": 1, "random": Random(self.config["seed"]).state, "done": dict(NOTHING_DONE),
                        "best": {"epoch": 0, "dice": -1}, "splits": self.data.splits_key(), "lrScale": 1}
        metrics = [line for line in from_first(lambda: read_metrics(self.run)) if line["epoch"] < position["epoch"]]
        if rank() == 0:
            text = "".join(json.dumps(line) + "\n" for line in metrics)
            write_whole(self.run / "metrics.jsonl", lambda file: file.write(text.encode()))
        return position, [line["va_dice"] for line in metrics]

    def snapshot(self, position, least, most):
        """Writes one when it is due: the first at once, then so often, s."""
        since = time.monotonic() - self.tried
        due = not self.kept or since > most or (since > least and since * 0.02 > getattr(self, "took", 0))
        if not from_first(lambda: due):
            return
        self.write(position)

    def write(self, position):
        begun = time.monotonic()
        write_snapshot(self.run, self.trainer, position)
        self.kept, self.tried, self.took = True, time.monotonic(), time.monotonic() - begun

    def train(self):
        config = self.config
        position, dice = self.begin()
        while position["epoch"] <= config["epochs"] and not is_exhausted(dice, config["patience"]):
            try:
                position, is_stopped = self.epoch(position, dice)
            except LossLost as lost:
                position, dice = self.go_back(position, lost)
                continue
            if is_stopped:
                self.write(position)
                return self.done(position, True)
        self.write(position)
        if position["epoch"] <= config["epochs"]:
            best = dice.index(max(dice))
            self.tell("note", text=f"Stopped early after epoch {len(dice)}: {config['patience']} epoch{'s' if config['patience'] > 1 else ''} "
                                   f"without a better val Dice than {dice[best]:.4f} of epoch {best + 1}.")
        self.done(position, False)

    def done(self, position, stopped):
        best = position["best"]
        self.tell("done", bestDice=best["dice"], bestEpoch=best["epoch"], stopped=stopped)

    def epoch(self, position, dice):
        """One epoch from where it stands, with its validation; appends to `dice`. Gives the next position, and whether it was stopped."""
        config, trainer, run, epoch = self.config, self.trainer, self.run, position["epoch"]
        random = Random(position["random"])
        plan = plan_epoch(self.data, config, random)
        done, is_stopped = dict(position["done"]), False
        rate = lambda step: position["lrScale"] * learning_rate(config, epoch, step, len(plan), dice)
        made_ahead = batches(self.data, plan[done["steps"]:], config["batch"], self.workers, self.device)
        since = time.monotonic()
        for draws in plan[done["steps"]:]:
            micros = next(made_ahead)
            waited = time.monotonic() - since
            loss = trainer.step(micros, rate(done["steps"]))
            if not math.isfinite(loss):
                raise LossLost(f"The loss became {loss} in epoch {epoch}, step {done['steps'] + 1}")
            now = time.monotonic()
            done = {"steps": done["steps"] + 1, "images": done["images"] + len(draws), "loss": done["loss"] + loss * len(draws),
                    "seconds": done["seconds"] + now - since, "waited": done["waited"] + waited}
            since = now
            self.tell("step", epoch=epoch, step=done["steps"], steps=len(plan), loss=loss)
            position = {**position, "done": done}
            is_stopped = agreed(self.stop_asked, self.device)
            if is_stopped:
                break
            self.snapshot(position, 60, 180)
        del made_ahead
        if is_stopped and position["best"]["epoch"] > 0:
            return position, True
        begun = time.monotonic()
        with trainer.averaged():
            validation = validate(trainer, self.data, config)
        if not math.isfinite(validation["va_loss"]):
            raise LossLost(f"The loss became {validation['va_loss']} in the validation of epoch {epoch}")
        improved = validation["va_dice"] > position["best"]["dice"]
        if improved:
            position = {**position, "best": {"epoch": epoch, "dice": validation["va_dice"]}}
            with trainer.averaged():
                weights = trainer.state_dict()
            checkpoint = {"model": weights, "epoch": epoch, "val_dice": validation["va_dice"]}
            if self.data.classes:
                checkpoint["classes"] = ",".join(["background", *self.data.classes])
            if rank() == 0:
                write_whole(run / "unet_crack_best.pt", lambda file: torch.save(checkpoint, file))
        metrics = {
            "epoch": epoch, "tr_loss": done["loss"] / done["images"], **validation, "lr": rate(done["steps"] - 1),
            "seconds": done["seconds"] + time.monotonic() - begun, "images_per_second": done["images"] / done["seconds"],
            "data_wait": done["waited"] / done["seconds"], "device": f"pytorch-{self.device.type}", "peak_memory_mib": peak_memory(self.device),
        }
        if rank() == 0:
            with open(run / "metrics.jsonl", "a") as file:
                file.write(json.dumps(metrics) + "\n")
        if done["steps"] == len(plan):
            dice.append(validation["va_dice"])
            position = {**position, "epoch": epoch + 1, "random": random.state, "done": dict(NOTHING_DONE)}
        if improved:  # a checkpoint must never be newer than the snapshot
            self.write(position)
        else:
            self.snapshot(position, 0, 30)
        self.tell("epoch", metrics=metrics, best=improved)
        return position, is_stopped or agreed(self.stop_asked, self.device)

    def go_back(self, position, lost):
        """To the last good state, once, with a tenth of the learning rate."""
        scale = position["lrScale"]
        back, dice = self.begin()
        back["lrScale"] = float(f"{scale * SMALLER:.6g}")
        self.write(back)
        rate = float(f"{self.config['lr'] * back['lrScale']:.6g}")
        if scale < 1:
            raise Trouble(f"{lost}, although the learning rate was lowered before: the best model is kept; resume the run to go on with {rate}, or train anew with a smaller one.")
        self.tell("note", text=f"{lost}: back to epoch {back['epoch']}, step {back['done']['steps'] + 1}, from where it goes on with a learning rate of {rate}.")
        return back, dice


def failure(error):
    """What went wrong, in one sentence; null for what only a programmer can tell."""
    text = str(error)
    if isinstance(error, Trouble):
        return text
    if isinstance(error, (MemoryError, RuntimeError)) and ("out of memory" in text or isinstance(error, MemoryError)):
        return "The memory of the device ran out: train with a smaller batch (and accumulate more), a smaller size or base, then resume the run."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk there is full, so {error.filename or 'the run'} could not be written: free some space and resume the run."
    if isinstance(error, OSError) and error.filename:
        return f"Cannot use {error.filename}: {error.strerror}."
    return None


def start_processes(device):
    if "RANK" not in os.environ:
        return
    if device.type == "cuda":
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")


def start_torchrun(processes, arguments):
    """Starts this file again by torchrun, in so many processes, which begin anew together when one of them dies."""
    from torch.distributed import run
    from torch.distributed.elastic.multiprocessing import Std

    if Std.from_str("0") is None:  # torch 1.13 on Python 3.11
        Std.from_str = classmethod(lambda cls, _: cls.NONE)
    kept = [argument for at, argument in enumerate(arguments) if "--processes" not in (argument, arguments[at - 1] if at else "")]
    run.main(["--standalone", f"--nproc_per_node={processes}", "--max_restarts=3", "--monitor_interval=0.5", __file__, *kept])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="?", help="folder of the prepared set")
    parser.add_argument("run", nargs="?", help="folder of the run, with config.json")
    parser.add_argument("--events", help="tell what happens, a JSON object a line: into this file, or - for standard output")
    parser.add_argument("--every", type=float, default=0, help="tell of steps no oftener than so many seconds")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--processes", help="how many train together on this machine; gpu: one for each")
    parser.add_argument("--probe", action="store_true", help="say what would train here, as JSON, and end")
    args = parser.parse_args()
    device = choose_device(args.device)
    if args.probe:
        gpus = torch.cuda.device_count() if device.type == "cuda" else 1 if device.type == "mps" else 0
        print(json.dumps({"version": VERSION, "torch": torch.__version__, "device": f"pytorch-{device.type}", "name": device_words(device), "gpus": gpus}))
        return 0
    if args.set is None or args.run is None:
        parser.error("name the prepared set and the run")
    if args.processes not in (None, "1"):
        start_torchrun(args.processes, sys.argv[1:])
        return 0
    tell = Teller(args.events, args.every)
    try:
        start_processes(device)
        training = Training(args.set, args.run, device, tell)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(training, "stop_asked", True))
        tell("loaded", version=VERSION, device=f"pytorch-{device.type}", name=device_words(device))
        training.train()
        return 0
    except Exception as error:
        sentence = failure(error)
        if sentence is None:
            raise
        tell("failed", message=sentence, details={"code": "failure"})
        print(sentence, file=sys.stderr)
        return 1
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()


if __name__ == "__main__":
    sys.exit(main())
