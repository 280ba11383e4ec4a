"""Maps, windows and weights of a network, finished for drawing: in colours, and in words where there is room."""

from typing import NamedTuple

import numpy as np

from course_utils.colours import INK, KERNEL_COLOURS, LINE, PAPER, grey, is_dark, signed, to_rgb
from course_utils.explorers.shared.number_grid import fitted

_SMALL_MAPS, _MAPS, _NUMBERS = 64, 256, 1024  # in a mosaic: of the strip, of the chosen layer, of a vector
_GAP = np.round(255 * np.array(to_rgb(LINE))).astype(np.uint8)
_ROOMY = 29.5  # a cell of so many pixels has room for its number
_MOST_WINDOWS_WIDE = 450  # pixels beside their names
_LETTERS = 12  # pixels of the smallest
_SUM = 52  # pixels that a number below a window takes


class Mosaic(NamedTuple):
    """Maps of a layer side by side, `across` of them in a row; how many are shown; the full colour at `limit`."""

    pixels: object
    across: int
    shown: int
    limit: object


class Cells(NamedTuple):
    """Numbers of one window or map as `Canvas.cells` takes them: in large cells with words, empty where padding is."""

    side: float
    pixels: object
    texts: list
    inks: list
    size: float
    empty: list


class Windows(NamedTuple):
    """Terms of a convolution: of each its map, its window, its slice of the kernel, and the sum.

    Between two windows lie `gap` cells, so that all cells of all windows lie on one grid.
    """

    maps: list
    windows: list
    kernels: list
    sums: list
    gap: int


class Products(NamedTuple):
    """Terms of another sum: of each its words and its share of the largest; and the weights at their places."""

    words: tuple
    shares: tuple
    weights: object


class Pooled(NamedTuple):
    """The window that a pool reads, and the place of the number that won, if one did."""

    cells: Cells
    won: object


# Maps in colours.


def cell_of(size):
    """Side of a cell in a window of this size."""
    return min(29.7, 89.1 / max(size))  # two decimals in letters of 12 pixels fit


def gap_of(size):
    """How many cells between two windows of this size leave room for the sums below them."""
    return max(1, int(np.ceil(_SUM / cell_of(size) - size[1])))


def most_terms(layer):
    """How many terms of a layer's sum fit into the picture."""
    size = getattr(layer, "kernel_size", None)
    if not size:
        return 6
    step = cell_of(size) * (size[1] + gap_of(size))
    return max(1, int((_MOST_WINDOWS_WIDE + cell_of(size) * gap_of(size)) // step))


def strip_of(maps, are_images, scale):
    """A small mosaic of each layer, and the largest magnitude of all."""
    of_maps = [each for each, is_image in zip(maps, are_images, strict=True) if not is_image]
    top = max((float(_magnitudes(each).max()) for each in of_maps), default=1)
    few = [_thinned(each) for each in maps]
    kept = zip(few, are_images, strict=True)
    shares = [_shares(each, _limit_of(each, is_image, scale, top)) for each, is_image in kept]
    return [_side_by_side(each)[0] for each in _coloured(shares, are_images)], top


def mosaic_of(maps, is_image, scale, top):
    """All maps of the chosen layer side by side, and what has the full colour in it."""
    limit, count = _limit_of(maps, is_image, scale, top), _shown_of(maps)
    shares = _shares(maps, limit)[..., :count]
    return Mosaic(*_side_by_side(_coloured([shares], [is_image])[0]), count, limit)


def _shown_of(maps):
    return min(maps.shape[2], _NUMBERS if _is_vector(maps) else _MAPS)


def _is_vector(maps):
    return maps[..., 0].size == 1


def _limit_of(maps, is_image, scale, top):
    """The magnitude that has the full colour: one for all maps, or one a map."""
    sizes = _magnitudes(maps)
    if scale == "each map" and not _is_vector(maps):
        return sizes.max(axis=(0, 1))
    return top if scale == "all layers" and not is_image else float(sizes.max())


def _shares(maps, limit):
    return np.nan_to_num(maps, posinf=0, neginf=0) / np.maximum(limit, 1e-9)


def _coloured(shares, are_images):
    """Colours of each array, an image's in grey; all others are looked up at once."""
    flat = np.concatenate([np.ravel(each) for each in shares])
    colours = np.split(signed(flat, 1), np.cumsum([each.size for each in shares])[:-1])
    return [
        grey(each, min(each.min(), 0), 1) if is_image else its.reshape(*each.shape, 3)
        for each, its, is_image in zip(shares, colours, are_images, strict=True)
    ]


def _side_by_side(coloured):
    """Maps as one uint8 (rows, columns, 3), and how many stand in a row; numbers of a vector touch."""
    height, width, count = coloured.shape[:3]
    gap = int(max(height, width) > 1 and count > 1)
    across = max(1, min(count, round(np.sqrt(count * (height + gap) / (width + gap)))))
    rows = -(-count // across)
    tiles = np.full((rows * across, height + gap, width + gap, 3), _GAP if gap else 255, np.uint8)
    tiles[:count, gap:, gap:] = np.moveaxis(coloured, 2, 0)
    tiles = tiles.reshape(rows, across, height + gap, width + gap, 3).swapaxes(1, 2)
    whole = np.full((rows * (height + gap) + gap, across * (width + gap) + gap, 3), _GAP, np.uint8)
    whole[: len(whole) - gap, : whole.shape[1] - gap] = tiles.reshape(rows * (height + gap), -1, 3)
    return whole, across


def columns_of(maps, are_images, scale, top, most, tile, gap):
    """Of each layer the first maps, one below the other, each sampled to a square of `tile` pixels: uint8 arrays."""
    few = [_sampled(each[..., :most], tile) for each in maps]
    limits = [_limit_of(each, is_image, scale, top) for each, is_image in zip(maps, are_images, strict=True)]
    limits = [limit[:most] if np.ndim(limit) else limit for limit in limits]
    coloured = _coloured([_shares(*each) for each in zip(few, limits, strict=True)], are_images)
    return [_one_below_the_other(each, gap) for each in coloured]


def _sampled(maps, tile):
    rows, columns = (np.arange(tile) * size // tile for size in maps.shape[:2])
    return maps[np.ix_(rows, columns)]


def _one_below_the_other(coloured, gap):
    tile, _, count = coloured.shape[:3]
    whole = np.full((count, tile + gap, tile, 3), _GAP, np.uint8)
    whole[:, :tile] = np.moveaxis(coloured, 2, 0)
    return whole.reshape(-1, tile, 3)[:-gap]


def _thinned(maps):
    """Fewer maps with fewer pixels, for a mosaic that is shown small: every second, third … row and column."""
    maps = maps[..., :_SMALL_MAPS] if not _is_vector(maps) else maps[..., :_NUMBERS]
    side = max(4, 72 // int(np.ceil(np.sqrt(maps.shape[2]))))
    return maps[:: -(-maps.shape[0] // side), :: -(-maps.shape[1] // side)]


def image_in_grey(pixels, white):
    """An image's pixels as uint8 (rows, columns, 3)."""
    shades = np.clip(pixels / white, 0, 1) * 255
    return np.repeat(shades, 3 // pixels.shape[2], axis=2).astype(np.uint8)


# Numbers in cells.


def chosen_map(maps, mosaic, number, is_image):
    """The chosen map, and the magnitude of its full colour."""
    one, limit = maps[..., number], float(mosaic.limit[number] if np.ndim(mosaic.limit) else mosaic.limit)
    shares = _shares(one, limit)
    colours = grey(shares, min(shares.min(), 0), 1) if is_image else signed(shares, 1)
    side = min(168 / one.shape[1], 140 / one.shape[0], 60)
    return _cells(one[np.newaxis], colours[np.newaxis], is_dark(colours), side)[0], limit


def parts_of(told):
    """What the chosen number is made of, as it is drawn, or None."""
    if told.terms and np.ndim(told.terms[0].window) == 2:
        return _windows(told.terms, told.padding)
    if told.terms:
        return _products(told)
    return None if told.window is None else _pooled(told.window, told.won, told.padding)


def _windows(terms, padding):
    windows, kernels = np.stack([term.window for term in terms]), np.stack([term.weights for term in terms])
    side, most, heaviest = cell_of(windows.shape[1:]), _largest(windows), _largest(kernels)
    of_windows, of_kernels = signed(windows, most), signed(kernels, heaviest, KERNEL_COLOURS)
    dark = is_dark(of_windows), is_dark(of_kernels)
    maps, sums = [int(term.name.removeprefix("map ")) for term in terms], [term.words for term in terms]
    cells = _cells(windows, of_windows, dark[0], side, padding), _cells(kernels, of_kernels, dark[1], side)
    return Windows(maps, *cells, sums, gap_of(windows.shape[1:]))


def _products(told):
    largest = max(abs(term.amount) for term in told.terms) or 1
    words = tuple(f"{term.name[:18]}:  {term.words}" for term in told.terms)
    weights = told.weights
    if weights is not None:
        colours = signed(weights, _largest(weights), KERNEL_COLOURS)
        weights = _side_by_side(colours[:, :, : _shown_of(weights)])[0]
    return Products(words, tuple(term.amount / largest for term in told.terms), weights)


def _pooled(window, won, padding):
    colours = signed(window, _largest(window))
    cells = _cells(window[np.newaxis], colours[np.newaxis], is_dark(colours), cell_of(window.shape), padding)[0]
    won = won and not padding.all()
    best = np.where(padding | np.isnan(window), -np.inf, window).argmax()
    return Pooled(cells, np.unravel_index(best, window.shape) if won else None)


def _largest(values):
    """The largest magnitude, which has the full colour."""
    return _magnitudes(values).max(initial=1e-9)


def _magnitudes(values):
    """How large numbers are; what is lost, NaN or infinite, has no size."""
    return np.abs(np.nan_to_num(values, posinf=0, neginf=0))


def _cells(windows, colours, dark, side, padding=False):
    """Cells of windows (n, rows, columns) of one size and padding, in as many decimals as fit in all of them."""
    padding = np.broadcast_to(padding, windows.shape)
    colours = np.where(padding[..., np.newaxis], 255, colours).astype(np.uint8)
    texts, size = [""] * windows.size, 0
    if side >= _ROOMY:
        values = tuple(np.where(padding, 0, windows).ravel().tolist())
        texts, size = fitted(values, side - 0.5, max(_LETTERS, min(15, 0.4 * side)), _LETTERS)
    texts = np.where(padding, "", np.reshape(texts, windows.shape)).reshape(len(windows), -1).tolist()
    inks = np.where(dark, PAPER, INK).reshape(len(windows), -1).tolist()
    places = [np.argwhere(each).tolist() for each in padding]
    return [Cells(side, *each, size, its) for *each, its in zip(colours, texts, inks, places, strict=True)]
