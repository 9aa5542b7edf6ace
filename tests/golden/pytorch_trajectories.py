#!/usr/bin/env python3
"""Trains in PyTorch, in float64, what tests/core/pytorch_test.cpp trains here, and writes pytorch_trajectories.csv.

Needs Debian's python3-torch. Data preparation, accumulation and clipping are written out, so that nothing but the
gradients and the optimizers comes from a library and nothing at all from this project.

usage: pytorch_trajectories.py DATASET_FOLDER > pytorch_trajectories.csv
"""
import csv, gzip, math, pathlib, sys
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
UPDATES = 200


def load(folder, name, classes, image=False):
    path = folder / f"{name}.csv"
    text = path.read_text() if path.exists() else gzip.open(f"{path}.gz", "rt").read()
    rows = [[float(v) for v in row] for row in list(csv.reader(text.splitlines()))[1:]]
    table = torch.tensor(rows)
    train = table[: len(rows) - math.floor(len(rows) * 0.2)]
    x, y = train[:, :-1], train[:, -1:]
    # The pixels of an image of one channel share their mean and deviation; other columns have their own.
    mean = x.mean() if image else x.mean(0)
    deviation = x.std(unbiased=False) if image else x.std(0, unbiased=False)
    x = (x - mean) / torch.where(deviation > 0, deviation, torch.ones_like(deviation))
    if classes:
        return x.float().double(), y[:, 0].long()
    return x.float().double(), ((y - y.mean()) / y.std(unbiased=False)).float().double()


def network(sizes, activation):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i + 2 < len(sizes):
            layers.append(activation())
    model = nn.Sequential(*layers)
    return with_known_weights(model)


def with_known_weights(model):
    """Weights anybody can make again: value k of all parameters in order, kernels as Keras keeps them: [in, out]
    and [height, width, in, out]. Those of two axes are scaled by 0.3, the others by 0.1."""
    k = 0
    with torch.no_grad():
        for layer in model:
            for tensor in layer.parameters():
                if isinstance(layer, nn.Conv2d) and tensor.dim() == 4:
                    tensor = tensor.permute(2, 3, 1, 0)
                elif isinstance(layer, nn.Linear) and tensor.dim() == 2:
                    tensor = tensor.t()
                scale = 0.3 if tensor.dim() == 2 else 0.1
                values = [scale * math.sin(k + i + 1) for i in range(tensor.numel())]
                tensor.copy_(torch.tensor(values).reshape(tensor.shape).float().double())
                k += tensor.numel()
    return model


class ChannelsLast(nn.Module):
    """Images back to [rows, height, width, channels], flat, as the dense layer behind them sees them."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def convolutional():
    return with_known_weights(nn.Sequential(
        nn.Unflatten(1, (1, 8, 8)),
        nn.Conv2d(1, 6, 3, padding=1), nn.BatchNorm2d(6, eps=1e-3), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 8, 3, stride=2), nn.Tanh(), ChannelsLast(),
        nn.LayerNorm(8, eps=1e-3), nn.Linear(8, 10)))


def micro_batches(x, y, size):
    while True:
        for start in range(0, len(x), size):
            yield x[start:start + size], y[start:start + size], start + size >= len(x)


def run(x, y, model, classes, optimizer, n, size, clip=None, tutorial=False):
    """Yields (loss, gradient norm before clipping) of every update."""
    losses = nn.CrossEntropyLoss(reduction="sum") if classes else nn.MSELoss(reduction="sum")
    step, samples, total = 0, 0, 0.0
    for xs, ys, last in micro_batches(x, y, size):
        loss = losses(model(xs), ys)
        (loss / len(xs) if tutorial else loss).backward()
        step, samples, total = step + 1, samples + len(xs), total + loss.item()
        if step < n and not (last and not tutorial):
            step = 0 if last else step
            continue
        parameters = list(model.parameters())
        for p in parameters:
            p.grad /= 1 if tutorial else samples
        norm = math.sqrt(sum((p.grad ** 2).sum().item() for p in parameters))
        if clip and norm > clip:
            for p in parameters:
                p.grad *= clip / norm
        optimizer.step()
        optimizer.zero_grad()
        yield total / samples, norm
        step, samples, total = 0, 0, 0.0


def cases(folder):
    diabetes = load(folder, "diabetes", classes=False)
    digits = load(folder, "digits", classes=True, image=True)

    def regression(activation=nn.ReLU):
        return network([10, 10, 1], activation)

    m = regression()
    yield "adam", run(*diabetes, m, False, torch.optim.Adam(m.parameters(), 1e-3, eps=1e-7), 4, 32)
    m = regression()
    yield "sgd_nesterov", run(*diabetes, m, False, torch.optim.SGD(m.parameters(), 0.01, momentum=0.9,
                                                                  nesterov=True), 5, 16)
    # tanh: with relu, a value within rounding of the kink flips one sample's gradient (here 0.2 % at update 67).
    m = regression(nn.Tanh)
    yield "adamw_clip", run(*diabetes, m, False, torch.optim.AdamW(m.parameters(), 1e-3, eps=1e-7,
                                                                  weight_decay=0.004), 3, 32, clip=0.5)
    m = regression()
    yield "tutorial", run(*diabetes, m, False, torch.optim.Adam(m.parameters(), 1e-3, eps=1e-7), 5, 32,
                          tutorial=True)
    # Where Keras has epsilon under the root and PyTorch beside it, one too small to matter.
    m = regression(nn.Tanh)
    yield "amsgrad", run(*diabetes, m, False, torch.optim.Adam(m.parameters(), 1e-2, betas=(0.9, 0.9), eps=1e-10,
                                                              amsgrad=True), 3, 32)
    m = regression(nn.Tanh)
    yield "rmsprop", run(*diabetes, m, False, torch.optim.RMSprop(m.parameters(), 1e-3, alpha=0.9, eps=1e-10,
                                                                 momentum=0.5), 3, 32)
    m = regression(nn.Tanh)
    yield "adagrad", run(*diabetes, m, False, torch.optim.Adagrad(m.parameters(), 0.1, eps=1e-10,
                                                                 initial_accumulator_value=0.1), 3, 32)
    m = network([64, 16, 10], nn.Tanh)
    yield "digits_tanh", run(*digits, m, True, torch.optim.SGD(m.parameters(), 0.1), 4, 32)
    m = network([64, 16, 10], nn.GELU)
    yield "digits_gelu", run(*digits, m, True, torch.optim.Adam(m.parameters(), 1e-3, eps=1e-7), 2, 64)
    m = network([64, 16, 10], nn.Sigmoid)
    yield "digits_sigmoid", run(*digits, m, True, torch.optim.SGD(m.parameters(), 0.1, momentum=0.9), 8, 16)
    m = convolutional()
    yield "digits_conv", run(*digits, m, True, torch.optim.SGD(m.parameters(), 0.2), 4, 32)


if __name__ == "__main__":
    print("case,update,loss,grad_norm")
    for name, trajectory in cases(pathlib.Path(sys.argv[1])):
        for update, (loss, norm) in zip(range(1, UPDATES + 1), trajectory):
            print(f"{name},{update},{loss!r},{norm!r}")
