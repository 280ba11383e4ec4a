"""Predictions of lesson 02 as chains of steps."""

from tests.support.chains import Chain

#: Windows in a row of n pixels, a kernel f wide, stride s. The first row divides evenly and the second does not, so
#: rounding to the nearest is rounding up, and all ways to lose a window where it divides evenly end alike.
WINDOWS = {
    "right": lambda n, f, s: (n - f) // s + 1,
    "rounds up": lambda n, f, s: -(-(n - f) // s) + 1,
    "counts jumps not windows": lambda n, f, s: (n - f) // s,
    "one window too many": lambda n, f, s: (n - f) // s + 2,
    "one window too few where it divides evenly": lambda n, f, s: (n - f + 1) // s,
    "keeps the fraction": lambda n, f, s: (n - f) / s + 1,
    "divides the room and keeps the fraction": lambda n, f, s: (n - f) / s,
    "divides the row and keeps the fraction": lambda n, f, s: n / s,
    "divides the places and keeps the fraction": lambda n, f, s: (n - f + 1) / s,
    "nothing because it does not divide": lambda n, f, s: 0 if (n - f) % s else (n - f) // s + 1,
    "ignores the width of the kernel": lambda n, f, s: n // s,
    "forgets to take the kernel off": lambda n, f, s: n // s + 1,
    "pads the row unasked": lambda n, f, s: -(-n // s),
    "windows side by side": lambda n, f, s: n // f,
    "windows side by side and the rest": lambda n, f, s: -(-n // f),
    "jumps from the end of the window": lambda n, f, s: (n - f) // (f + s) + 1,
    "the row by kernel and stride": lambda n, f, s: n // (f + s),
    "kernel and stride exchanged": lambda n, f, s: (n - s) // f + 1,
    "half of the kernel": lambda n, f, s: (n - f // 2) // s + 1,
    "a kernel at either end": lambda n, f, s: (n - 2 * f) // s + 1,
    "what is left over": lambda n, f, s: (n - f) % s,
    "the room alone": lambda n, f, s: n - f,
    "the row alone": lambda n, f, s: n,
    "the row less kernel and stride": lambda n, f, s: n - f - s,
}

#: Unread pixels of a row: its size, the kernel, a gap between two windows, the windows, what is left over at the end.
UNREAD = {
    "right": lambda row, kernel, gap, windows, end: (windows - 1) * gap + end,
    "one window too few": lambda row, kernel, gap, windows, end: row - (windows - 1) * kernel,
    "one window too many": lambda row, kernel, gap, windows, end: row - (windows + 1) * kernel,
    "the end only": lambda row, kernel, gap, windows, end: end,
    "the gaps only": lambda row, kernel, gap, windows, end: (windows - 1) * gap,
    "a gap behind every window": lambda row, kernel, gap, windows, end: windows * gap + end,
    "a pixel too few behind the last window": lambda row, kernel, gap, windows, end: windows * gap,
    "counts the pixels read": lambda row, kernel, gap, windows, end: windows * kernel,
    "one gap only": lambda row, kernel, gap, windows, end: gap + end,
    "every pixel is read": lambda row, kernel, gap, windows, end: 0,
    "gaps as long as the kernel": lambda row, kernel, gap, windows, end: (windows - 1) * kernel + end,
    "the row by the stride": lambda row, kernel, gap, windows, end: row % (kernel + gap),
    "the row by the kernel": lambda row, kernel, gap, windows, end: row % kernel,
    "all but the jumps": lambda row, kernel, gap, windows, end: row - windows * (kernel + gap),
    "all but one pixel of each window": lambda row, kernel, gap, windows, end: row - windows,
    "the windows": lambda row, kernel, gap, windows, end: windows,
    "the gaps and not their pixels": lambda row, kernel, gap, windows, end: windows - 1,
    "the places where no window starts": lambda row, kernel, gap, windows, end: row - kernel + 1 - windows,
    "a share of the row": lambda row, kernel, gap, windows, end: ((windows - 1) * gap + end) / row,
    "kernel and stride exchanged": lambda row, kernel, gap, windows, end: (41 - 8) % 2,
}


def swapped(pair):
    """Both numbers, in the other order."""
    return pair[::-1]


def as_it_is(value):
    """A step in which nothing is done."""
    return value


def sums_of_three(zeros):
    """A way to put `lacking` values at the ends of 1 … 6, and the sums of three from there at a stride."""

    def sums(strides):
        lacking = max((-(-6 // strides) - 1) * strides + 3 - 6, 0)
        padded = zeros([1, 2, 3, 4, 5, 6], lacking)
        return [sum(padded[start : start + 3]) for start in range(0, len(padded) - 2, strides)]

    return sums


#: Where the zeros of `same` go.
ZEROS = {
    "right": lambda row, lacking: [0] * (lacking // 2) + row + [0] * (lacking - lacking // 2),
    "a zero in front": lambda row, lacking: [0] * (lacking - lacking // 2) + row + [0] * (lacking // 2),
    "without the zero": lambda row, lacking: row,
    "repeats the end": lambda row, lacking: row[:1] * (lacking // 2) + row + row[-1:] * (lacking - lacking // 2),
    "mirrors the end": lambda row, lacking: row[1:2] * (lacking // 2) + row + row[-2:-1] * (lacking - lacking // 2),
}

CHAINS = {
    "places_in_a_row": Chain(
        lambda places: places(6, 3),
        {
            "places": {
                "right": lambda n, f: n - f + 1,
                "counts the moves": lambda n, f: n - f,
                "side by side": lambda n, f: n // f,
                "one at each pixel": lambda n, f: n,
                "one place too many": lambda n, f: n - f + 2,
                "also those that stick out": lambda n, f: n + f - 1,
            },
        },
    ),
    "windows_with_each_knob": Chain(
        lambda windows, padding, order: order((windows[0], windows[1] + padding)),
        {
            "windows": {
                "right": (2, 6),
                "a third window that sticks out": (3, 6),
                "as if at stride one": (4, 6),
                "counts the jumps": (1, 5),
            },
            "padding": {
                "right": 0,
                "padding on one side": -1,
                "padding makes no difference": -2,
                "counts the padded pixels": 2,
                "both knobs at once": -3,
            },
            "order": {"right": as_it_is, "padding first": swapped},
        },
    ),
    "windows_and_unread": Chain(
        lambda windows, pixel, order: order((windows, pixel)),
        {
            "windows": {"right": 4, "a fifth window": 5, "counts the jumps": 3, "ignores the stride": 8, "a half": 4.5},
            "pixel": {
                "right": 9,
                "counts pixels from one": 10,
                "the last pixel that is read": 8,
                "how many are left": 1,
                "the first": 0,
            },
            "order": {"right": as_it_is, "the pixel first": swapped},
        },
    ),
    "unread_in_the_image": Chain(
        lambda image, in_a_row: image(10, in_a_row),
        {
            "image": {
                "right": lambda n, u: n * n - (n - u) ** 2,
                "one pixel as in the row": lambda n, u: u,
                "one direction only": lambda n, u: n * u,
                "the corner twice": lambda n, u: 2 * n * u,
                "without the corner": lambda n, u: 2 * u * (n - u),
                "the pixels read": lambda n, u: (n - u) ** 2,
                "a share of the image": lambda n, u: (n * n - (n - u) ** 2) / n**2,
            },
            "in_a_row": {"right": 1, "none": 0, "three, as at stride 4": 3, "four, as at stride 4": 4},
        },
    ),
    "corner_and_middle": Chain(
        lambda corner, middle, both, order: order((both(corner), both(middle))),
        {
            "corner": {"right": 1, "pads unasked": 2, "none": 0},
            "middle": {"right": 3, "each pixel once": 1, "all windows read the middle": 4},
            "both": {
                "right": lambda along: along**2,
                "one direction": as_it_is,
                "adds the directions": lambda along: 2 * along,
            },
            "order": {"right": as_it_is, "middle first": swapped},
        },
    ),
    "ninths_in_the_corner": Chain(
        lambda place, counted: counted(place),
        {
            "place": {"right": 4, "as at an edge": 6, "the corner pixel alone": 1},
            "counted": {
                "right": as_it_is,
                "padding changes nothing": lambda ones: 9,
                "counts the zeros": lambda ones: 9 - ones,
                "the average itself": lambda ones: ones / 9,
            },
        },
    ),
    "answers_of_same": Chain(
        lambda zeros, strides, answer: tuple(map(answer, sums_of_three(zeros)(strides))),
        {
            "zeros": ZEROS,
            "strides": {"right": 2, "moves by one": 1, "moves by three": 3},
            "answer": {"right": as_it_is, "averages": lambda total: total / 3},
        },
    ),
    "dilated_windows": Chain(
        lambda span, windows, order: order((windows(12 - span, 1), windows(12 - span, 2))),
        {
            "span": {"right": 5, "without the gaps": 3, "gaps of two": 7},
            "windows": {
                "right": lambda room, s: room // s + 1,
                "counts the jumps": lambda room, s: room // s,
                "one that sticks out": lambda room, s: -(-room // s) + 1,
                "the stride makes no difference": lambda room, s: room + 1,
            },
            "order": {"right": as_it_is, "at stride 2 first": swapped},
        },
    ),
    "three_layers_see": Chain(
        lambda jumps, grown, order: order((grown((1, 1, 1)), grown(jumps))),
        {
            "jumps": {
                "right": (1, 3, 9),
                "strides make no difference": (1, 1, 1),
                "strides added up": (1, 3, 6),
                "only one stride before": (1, 3, 3),
                "the own stride too early": (3, 9, 27),
            },
            "grown": {
                "right": lambda jumps: 1 + 2 * sum(jumps),
                "kernels multiplied": lambda jumps: 27,
                "f jumps each": lambda jumps: 3 * sum(jumps),
                "a pixel too few": lambda jumps: 2 * sum(jumps),
                "the last layer left out": lambda jumps: 1 + 2 * sum(jumps[:2]),
            },
            "order": {"right": as_it_is, "strides of three first": swapped},
        },
    ),
    "windows_in_a_row": Chain(
        lambda windows, numbers, order: order((windows(33, *numbers), windows(56, *numbers))),
        {
            "windows": WINDOWS,
            "numbers": {
                "right": (9, 3),
                "ignores the stride": (9, 1),
                "skips three pixels": (9, 4),
                "skips one pixel fewer": (9, 2),
            },
            "order": {"right": lambda pair: pair, "the second row first": lambda pair: pair[::-1]},
        },
    ),
    "pixels_unread": Chain(
        lambda unread, gap, end: unread(41, 2, gap, 5, end),
        {
            "unread": UNREAD,
            "gap": {"right": 6, "gaps of eight": 8, "gaps a pixel too short": 5, "gaps a pixel too long": 7},
            "end": {
                "right": 7,
                "a pixel too few behind the last window": 6,
                "a pixel too many behind the last window": 8,
            },
        },
    ),
}
