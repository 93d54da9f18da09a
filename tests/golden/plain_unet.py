"""The plain network as a PyTorch module, with any number of logits: `unet_crack_best.pt` of a run with classes loads in it strictly.

    net = UNet(base=32, logits=3)
    net.load_state_dict(torch.load("unet_crack_best.pt")["model"], strict=True)
    net.eval()(image).softmax(1)
"""
import torch
from torch import nn
import torch.nn.functional as F


def double_conv(c, o):
    return nn.Sequential(
        nn.Conv2d(c, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
        nn.Conv2d(o, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, base=32, logits=1):
        super().__init__()
        b = [base * k for k in (1, 2, 4, 8, 16)]
        self.enc1, self.enc2 = double_conv(1, b[0]), double_conv(b[0], b[1])
        self.enc3, self.enc4 = double_conv(b[1], b[2]), double_conv(b[2], b[3])
        self.bottleneck = double_conv(b[3], b[4])
        for level in (4, 3, 2, 1):
            setattr(self, f"up{level}", nn.ConvTranspose2d(b[level], b[level - 1], 2, stride=2))
            setattr(self, f"dec{level}", double_conv(b[level], b[level - 1]))
        self.out = nn.Conv2d(base, logits, 1)

    def forward(self, x):
        skips = []
        for level in (1, 2, 3, 4):
            x = getattr(self, f"enc{level}")(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        x = self.bottleneck(x)
        for level in (4, 3, 2, 1):
            x = getattr(self, f"up{level}")(x)
            x = getattr(self, f"dec{level}")(torch.cat([x, skips[level - 1]], 1))
        return self.out(x)
