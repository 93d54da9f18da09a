"""Prints loss and gradients of studio_train.py's residual network with the weights and the batch of make-resnet-golden.py.

usage: residual-gradients.py STUDIO_TRAIN_PY
"""
import importlib.util
import json
import sys

import numpy as np
import torch

spec = importlib.util.spec_from_file_location("studio_train", sys.argv[1])
studio = importlib.util.module_from_spec(spec)
spec.loader.exec_module(studio)


def noise(number, count):
    v = np.sin(12.9898 * np.arange(count, dtype=np.float64) + 78.233 * number) * 43758.5453
    return (v - np.floor(v)).astype(np.float32)


net = studio.ResNetUNet(2, 1, 4)
with torch.no_grad():
    for t, (name, p) in enumerate(net.named_parameters()):
        if p.dim() == 4:
            bound = np.float32((p.numel() / p.shape[0]) ** -0.5)
            p.copy_(torch.from_numpy((noise(t, p.numel()) * 2 - 1) * bound).view(p.shape))
        elif name.startswith(("up", "out")):
            p.fill_(0.05)
net.double()
x = noise(1000, 2 * 64 * 64).reshape(2, 1, 64, 64)
y = (x > np.float32(0.9)).astype(np.float64)
y[:, :, 16:32, 16:32] = 1
x, y = torch.from_numpy(x).double(), torch.from_numpy(y)
config = {"lossBce": 1, "lossDice": 1, "lossFocal": 0, "lossTversky": 0, "focalGamma": 2}
loss = studio.losses_of(studio.sums_of(net(x), y, config), config).mean()
loss.backward()
gradients = {name: {"norm": p.grad.norm().item(), "first": 0, "sum": 0} for name, p in net.named_parameters()}
print(json.dumps({"loss": loss.item(), "gradients": gradients}))
