#!/usr/bin/env python3
"""Golden numbers of a narrow resnet34 network, made with PyTorch in float64.

usage: make-resnet-golden.py [OUT_DIR]

Weights and batches are those of make-engine-golden.py: noise that tests/workers/nn/golden.ts makes again. Losses are of training
steps (BCE + 1 - soft Dice, Adam at 1e-3), `validation` is what the network then says with running statistics.
"""
import json, pathlib, sys
import numpy as np
import torch
import torch.nn.functional as F
from resnet34_unet import ResNet34UNet

BASE, WIDTH, SIZE, BATCH, STEPS = 2, 4, 64, 2, 5
torch.set_default_dtype(torch.float64)


def noise(number, count):
    v = np.sin(12.9898 * np.arange(count, dtype=np.float64) + 78.233 * number) * 43758.5453
    return (v - np.floor(v)).astype(np.float32)


def build():
    net = ResNet34UNet(BASE, WIDTH)
    with torch.no_grad():
        for t, (name, p) in enumerate(net.named_parameters()):
            if p.dim() == 4:
                bound = np.float32((p.numel() / p.shape[0]) ** -0.5)
                p.copy_(torch.from_numpy((noise(t, p.numel()) * 2 - 1) * bound).double().view(p.shape))
            elif name.startswith(("up", "out")):
                p.fill_(float(np.float32(0.05)))
    return net


def batch(number):
    x = noise(1000 + number, BATCH * SIZE * SIZE).reshape(BATCH, 1, SIZE, SIZE)
    y = (x > np.float32(0.9)).astype(np.float64)
    y[:, :, SIZE // 4 : SIZE // 2, SIZE // 4 : SIZE // 2] = 1
    return torch.from_numpy(x).double(), torch.from_numpy(y)


def loss_of(z, y):
    p = z.sigmoid()
    dice = 2 * (p * y).sum((2, 3)) / ((p + y).sum((2, 3)) + 1e-6)
    return F.binary_cross_entropy_with_logits(z, y) + 1 - dice.mean()


net = build()
x, y = batch(0)
loss = loss_of(net(x), y)
loss.backward()
gradients = {
    name: dict(sum=p.grad.sum().item(), norm=p.grad.norm().item(), first=p.grad.flatten()[0].item(),
               along=(p.grad.flatten() @ torch.from_numpy(noise(2000 + t, p.numel()) * 2 - 1).double()).item())
    for t, (name, p) in enumerate(net.named_parameters())
}
net = build()
optimiser = torch.optim.Adam(net.parameters(), lr=1e-3)
losses = []
for step in range(STEPS):
    x, y = batch(step)
    optimiser.zero_grad()
    step_loss = loss_of(net(x), y)
    step_loss.backward()
    optimiser.step()
    losses.append(step_loss.item())
net.eval()
x, y = batch(0)
with torch.no_grad():
    logits = net(x)
settings = dict(base=BASE, encoderWidth=WIDTH, size=SIZE, batch=BATCH)
golden = dict(settings=settings, loss=loss.item(), gradients=gradients, losses=losses,
              validation=dict(loss=loss_of(logits, y).item(), logits=logits.flatten()[:32].tolist()))
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
rounded = json.loads(json.dumps(golden), parse_float=lambda text: float("%.8g" % float(text)))
(folder / "resnet34.json").write_text(json.dumps(rounded) + "\n")
