"""The network of `encoder: resnet34` as a PyTorch module: loads a studio checkpoint with strict=True.

    net = ResNet34UNet(base=32)
    net.load_state_dict(torch.load("unet_crack_best.pt")["model"], strict=True)
    net.eval()
    probability = net(image).sigmoid()  # image [N, 1, H, W], gray / 255, H and W multiples of 32

The encoder is torchvision's resnet34 (BSD-3-Clause) written anew, with the same names, one input channel and no fc.
"""
import torch
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, source, target, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(source, target, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(target)
        self.conv2 = nn.Conv2d(target, target, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(target)
        if stride != 1 or source != target:
            self.downsample = nn.Sequential(nn.Conv2d(source, target, 1, stride, bias=False), nn.BatchNorm2d(target))
        else:
            self.downsample = None

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (y + (x if self.downsample is None else self.downsample(x))).relu()


class ResNet34(nn.Module):
    def __init__(self, width=64, channels=1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        source = width
        for number, blocks in enumerate([3, 4, 6, 3]):
            target = width * 2**number
            strides = [1 if number == 0 else 2] + [1] * (blocks - 1)
            stage = [BasicBlock(source if i == 0 else target, target, stride) for i, stride in enumerate(strides)]
            setattr(self, f"layer{number + 1}", nn.Sequential(*stage))
            source = target
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x):
        stem = self.bn1(self.conv1(x)).relu()
        layer1 = self.layer1(self.maxpool(stem))
        layer2 = self.layer2(layer1)
        layer3 = self.layer3(layer2)
        return stem, layer1, layer2, layer3, self.layer4(layer3)


def double_conv(source, target):
    layers = []
    for channels in (source, target):
        layers += [nn.Conv2d(channels, target, 3, padding=1, bias=False), nn.BatchNorm2d(target), nn.ReLU()]
    return nn.Sequential(*layers)


class ResNet34UNet(nn.Module):
    def __init__(self, base=32, width=64):
        super().__init__()
        self.encoder = ResNet34(width)
        source = width * 8
        for level, (k, skip) in zip((5, 4, 3, 2, 1), ((8, width * 4), (4, width * 2), (2, width), (1, width), (1, 0))):
            setattr(self, f"up{level}", nn.ConvTranspose2d(source, base * k, 2, 2))
            setattr(self, f"dec{level}", double_conv(base * k + skip, base * k))
            source = base * k
        self.out = nn.Conv2d(base, 1, 1)

    def forward(self, image):
        *skips, x = self.encoder(image)
        for level in (5, 4, 3, 2):
            x = getattr(self, f"dec{level}")(torch.cat([getattr(self, f"up{level}")(x), skips.pop()], 1))
        return self.out(self.dec1(self.up1(x)))
