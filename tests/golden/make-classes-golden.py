#!/usr/bin/env python3
"""Golden numbers of networks that tell two classes apart, made with PyTorch in float64.

usage: make-classes-golden.py [OUT_DIR]

Weights and images are those of make-engine-golden.py: noise that tests/workers/nn/golden.ts makes again. A pixel is of class 1 where
it is bright, of class 2 in one square. Losses are of training steps (cross entropy + 1 - the classes' mean soft Dice, Adam at 1e-3),
`validation` is what the network then says with running statistics.
"""
import json, pathlib, sys
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from plain_unet import UNet
from resnet34_unet import ResNet34UNet

LOGITS, STEPS = 3, 4
torch.set_default_dtype(torch.float64)


def resnet(base):
    net = ResNet34UNet(base, 4)
    net.out = nn.Conv2d(base, LOGITS, 1)
    return net


NETWORKS = [
    (dict(encoder="plain", base=2, size=32, batch=2), lambda: UNet(2, LOGITS)),
    (dict(encoder="plain", base=8, size=48, batch=1), lambda: UNet(8, LOGITS)),
    (dict(encoder="resnet34", base=2, encoderWidth=4, size=64, batch=2), lambda: resnet(2)),
]


def noise(number, count):
    v = np.sin(12.9898 * np.arange(count, dtype=np.float64) + 78.233 * number) * 43758.5453
    return (v - np.floor(v)).astype(np.float32)


def build(make):
    net = make()
    with torch.no_grad():
        for t, (name, p) in enumerate(net.named_parameters()):
            if p.dim() == 4:
                bound = np.float32((p.numel() / p.shape[0]) ** -0.5)
                p.copy_(torch.from_numpy((noise(t, p.numel()) * 2 - 1) * bound).double().view(p.shape))
            elif name.startswith(("up", "out")):
                p.fill_(float(np.float32(0.05)))
    return net


def batch(number, n, size):
    x = noise(1000 + number, n * size * size).reshape(n, 1, size, size)
    y = (x[:, 0] > np.float32(0.9)).astype(np.int64)
    y[:, size // 4 : size // 2, size // 4 : size // 2] = 2
    return torch.from_numpy(x).double(), torch.from_numpy(y)


def loss_of(z, y):
    p, t = torch.softmax(z, 1)[:, 1:], F.one_hot(y, LOGITS).permute(0, 3, 1, 2)[:, 1:].double()
    dice = 2 * (p * t).sum((2, 3)) / ((p + t).sum((2, 3)) + 1e-6)
    return F.cross_entropy(z, y) + 1 - dice.mean()


def golden_of(settings, make):
    n, size = settings["batch"], settings["size"]
    net = build(make)
    x, y = batch(0, n, size)
    loss = loss_of(net(x), y)
    loss.backward()
    gradients = {
        name: dict(sum=p.grad.sum().item(), norm=p.grad.norm().item(), first=p.grad.flatten()[0].item(),
                   along=(p.grad.flatten() @ torch.from_numpy(noise(2000 + t, p.numel()) * 2 - 1).double()).item())
        for t, (name, p) in enumerate(net.named_parameters())
    }
    net = build(make)
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-3)
    losses = []
    for step in range(STEPS):
        x, y = batch(step, n, size)
        optimiser.zero_grad()
        step_loss = loss_of(net(x), y)
        step_loss.backward()
        optimiser.step()
        losses.append(step_loss.item())
    net.eval()
    x, y = batch(0, n, size)
    with torch.no_grad():
        logits = net(x)
    validation = dict(loss=loss_of(logits, y).item(), logits=logits[:, :, 0, :8].flatten().tolist())
    return dict(settings=settings, loss=loss.item(), gradients=gradients, losses=losses, validation=validation)


golden = [golden_of(settings, make) for settings, make in NETWORKS]
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
rounded = json.loads(json.dumps(golden), parse_float=lambda text: float("%.8g" % float(text)))
(folder / "classes.json").write_text(json.dumps(rounded) + "\n")
