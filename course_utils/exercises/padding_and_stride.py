"""Exercises of lesson 02: windows, unread pixels, map sizes, the zeros of `same`, a receptive field, a dark frame."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    A window 3 wide slides over a row of 6 pixels, one pixel at a time, and stays inside. In how many places can it
    stand? Answer with one whole number.
    """,
    hints=("Where does the first window end, and where must the last one?",),
    objectives=(1,),
    afterword="The window starts at 0, 1, 2 and 3. One further on, and it would stick out.",
)
def places_in_a_row():
    return 6 - 3 + 1


@places_in_a_row.alternative
def starts_counted():
    return len([start for start in range(6) if start + 3 <= 6])


@places_in_a_row.misconception("That is how often the window moves on. It also stands somewhere before its first move.")
def counts_the_moves():
    return 6 - 3


@places_in_a_row.misconception(
    "You laid the windows side by side. They may overlap: each starts one pixel after the one before."
)
def side_by_side():
    return 6 // 3


@places_in_a_row.misconception(
    "A window does start at some of the 6 pixels, but not at all: try one that starts at the last pixel, and ask where "
    "it ends."
)
def one_at_each_pixel():
    return 6


@places_in_a_row.misconception(
    "One window too many: write down the pixels that your last one reads. Is each of them in the row?"
)
def one_place_too_many():
    return 6 - 3 + 2


@prediction(
    """
    The same row of 6 pixels, the same window 3 wide. How many windows are there at stride 2, without padding? And how
    many at stride 1, with one pixel of padding on either side? Draw the windows on paper, then answer with a tuple:
    `(at stride 2, with padding)`.
    """,
    hints=("How long is the row once one more pixel lies on either side of it?",),
    objectives=(1,),
    afterword="Stride takes places away, padding adds some.",
)
def windows_with_each_knob():
    return ((6 - 3) // 2 + 1, 6 + 2 - 3 + 1)


@windows_with_each_knob.alternative
def starts_of_both():
    return (len(range(0, 4, 2)), len(range(-1, 5)))


@windows_with_each_knob.misconception(
    "The number with padding is right. At stride 2 yours has a window that starts at pixel 4: it would end at pixel 6, "
    "which is not there."
)
def a_third_window_that_sticks_out():
    return (3, 6)


@windows_with_each_knob.misconception(
    "At stride 2 the window jumps over every second place. Your first number is that of stride 1."
)
def as_if_at_stride_one():
    return (4, 6)


@windows_with_each_knob.misconception(
    "These are the jumps from one window to the next. The first window stands there before any jump."
)
def counts_the_jumps():
    return (1, 5)


@windows_with_each_knob.misconception(
    "Your first number is right. For the second you put the extra pixel at one end only; there is one at the other end "
    "too."
)
def padding_on_one_side():
    return (2, 5)


@windows_with_each_knob.misconception(
    "Your first number is right. The second is the one without padding: a window may also stand over the padded pixels."
)
def padding_makes_no_difference():
    return (2, 4)


@windows_with_each_knob.misconception(
    "Your first number is right. The second counts the pixels of the padded row. How many windows 3 wide does it hold?"
)
def counts_the_padded_pixels():
    return (2, 8)


@windows_with_each_knob.misconception(
    "Your first number is right. In the second you turned both knobs at once; it is asked for at stride 1."
)
def both_knobs_at_once():
    return (2, 3)


@windows_with_each_knob.misconception("Both numbers are right. Write the one at stride 2 first.")
def padding_first():
    return (6, 2)


@prediction(
    """
    A row of 10 pixels, numbered 0 to 9; a kernel 3 wide, stride 2, no padding. How many windows are there, and which
    pixel does none of them read? Answer with a tuple: `(windows, number of that pixel)`.
    """,
    hints=("Which pixels do the first, the second, the third window read, and is there room for one more jump?",),
    objectives=(1, 2),
    afterword="What is left over is too short for one more jump.",
)
def windows_and_unread():
    return ((10 - 3) // 2 + 1, 9)


@windows_and_unread.alternative
def windows_written_down():
    return (len([(0, 1, 2), (2, 3, 4), (4, 5, 6), (6, 7, 8)]), 8 + 1)


@windows_and_unread.misconception("The pixel is the right one, and its number is one less: the first pixel is 0.")
def counts_pixels_from_one():
    return (4, 10)


@windows_and_unread.misconception(
    "The pixel is right. Five windows would start at 0, 2, 4, 6 and 8: look where the fifth would end."
)
def a_fifth_window():
    return (5, 9)


@windows_and_unread.misconception(
    "The windows are right. That pixel is still read: the last window starts at 6 and is 3 wide."
)
def the_last_pixel_that_is_read():
    return (4, 8)


@windows_and_unread.misconception(
    "The windows are right. You say how many pixels are left over; asked for is the number of that pixel in the row."
)
def how_many_are_left():
    return (4, 1)


@prediction(
    """
    The same in both directions: an image of 10 × 10 pixels, a 3 × 3 kernel, stride 2, no padding. How many of the 100
    pixels does no window read? Answer with one whole number.
    """,
    hints=("Which row is never read, which column, and do they share a pixel?",),
    objectives=(2,),
    afterword="One pixel of a row costs an image a whole row and a whole column.",
)
def unread_in_the_image():
    return 100 - 9 * 9


@unread_in_the_image.alternative
def a_row_and_a_column():
    return 10 + 10 - 1


@unread_in_the_image.misconception(
    "In a row it is one pixel. An image has ten such rows, and the windows also jump from row to row."
)
def one_pixel_as_in_the_row():
    return 1


@unread_in_the_image.misconception(
    "That is the column that is left over. The windows jump down the image as well as across it."
)
def one_direction_only():
    return 10


@unread_in_the_image.misconception(
    "The row and the column that are left over meet in one pixel, and you counted it twice."
)
def the_corner_twice():
    return 10 + 10


@unread_in_the_image.misconception(
    "The row and the column that are left over meet in one pixel. It is not read either, and yours leaves it out."
)
def without_the_corner():
    return 9 + 9


@unread_in_the_image.misconception("These pixels are read. What is asked for is the rest of the image.")
def the_pixels_read():
    return 9 * 9


@exercise(
    """
    Two rows of pixels, 33 and 56 long. For both: a kernel 9 wide, stride 3, no padding. How many windows
    does each row have? Answer with a tuple of two whole numbers: `(in the first row, in the second)`.
    """,
    hints=(
        "Where does the first window start, and what is the last pixel at which one may start?",
        "In the first row a window starts at 33 − 9 = 24 at the latest. Count the starts 0, 3, 6 … up to it.",
        "`((33 - 9) // 3 + …, …)`",
    ),
    objectives=(1,),
    afterword="In the second row two pixels behind the last window are left over, and nothing complains.",
)
def windows_in_a_row():
    return ((33 - 9) // 3 + 1, (56 - 9) // 3 + 1)


@windows_in_a_row.alternative
def counted_starts():
    return tuple(len(range(0, size - 9 + 1, 3)) for size in (33, 56))


@windows_in_a_row.misconception(
    "47 / 3 does not come out even, and you gave the remainder a window of its own. That window would reach past the "
    "end of the row."
)
def rounds_up():
    return ((33 - 9) // 3 + 1, -(-(56 - 9) // 3) + 1)


@windows_in_a_row.misconception(
    "These are the numbers of jumps. The window also stands somewhere before its first jump."
)
def counts_jumps_not_windows():
    return ((33 - 9) // 3, (56 - 9) // 3)


@windows_in_a_row.misconception(
    "That is one window too many in each row: the last one would reach past the end. Before its first jump the window "
    "stands in one place, not in two."
)
def one_window_too_many():
    return ((33 - 9) // 3 + 2, (56 - 9) // 3 + 2)


@windows_in_a_row.misconception(
    "The second row is right. In the first the stride comes out even: a window that ends on the last pixel fits, and "
    "yours is missing."
)
def one_window_too_few_where_it_divides_evenly():
    return ((33 - 9 + 1) // 3, (56 - 9 + 1) // 3)


@windows_in_a_row.misconception(
    "A part of a window does not exist: it fits at a place or it does not. What becomes of the remainder?"
)
def keeps_the_fraction():
    return ((33 - 9) / 3 + 1, (56 - 9) / 3 + 1)


@windows_in_a_row.misconception(
    "These are jumps, and the last of them in parts. A window jumps or it does not, and it stands somewhere before its "
    "first jump."
)
def divides_the_room_and_keeps_the_fraction():
    return ((33 - 9) / 3, (56 - 9) / 3)


@windows_in_a_row.misconception(
    "The whole row is divided by the stride here, fractions included. A window needs 9 pixels of the row, and there is "
    "no part of a window."
)
def divides_the_row_and_keeps_the_fraction():
    return (33 / 3, 56 / 3)


@windows_in_a_row.misconception(
    "The size need not divide evenly. Where no room is left for one more jump, the pixels left over are dropped, and "
    "the windows before them stand."
)
def nothing_because_it_does_not_divide():
    return ((33 - 9) // 3 + 1, 0)


@windows_in_a_row.misconception(
    "That is how many places there are at stride 1. With stride 3 the window starts at every third of them."
)
def ignores_the_stride():
    return (33 - 9 + 1, 56 - 9 + 1)


@windows_in_a_row.misconception(
    "You divide the whole row by the stride. A window 9 wide needs 9 pixels, so none can start in the last 8."
)
def ignores_the_width_of_the_kernel():
    return (33 // 3, 56 // 3)


@windows_in_a_row.misconception(
    "The kernel's 9 pixels are not taken off the row here, so the last windows reach past its end. Where can one start "
    "at the latest?"
)
def forgets_to_take_the_kernel_off():
    return (33 // 3 + 1, 56 // 3 + 1)


@windows_in_a_row.misconception(
    "You let the window stand over pixels outside the row, as `same` does. Padding is a knob of its own: a window "
    "slides without it."
)
def pads_the_row_unasked():
    return (-(-33 // 3), -(-56 // 3))


@windows_in_a_row.misconception(
    "You laid the windows side by side. They may overlap: the stride says how far one starts from the next."
)
def windows_side_by_side():
    return (33 // 9, 56 // 9)


@windows_in_a_row.misconception(
    "Stride 3 is a step of 3: from pixel 0 to pixel 3. You left out 3 pixels each time, which is a step of 4."
)
def skips_three_pixels():
    return ((33 - 9) // 4 + 1, (56 - 9) // 4 + 1)


@windows_in_a_row.misconception(
    "The stride is measured from start to start. You let the window jump 3 pixels on from where it ended."
)
def jumps_from_the_end_of_the_window():
    return ((33 - 9) // (9 + 3) + 1, (56 - 9) // (9 + 3) + 1)


@windows_in_a_row.misconception(
    "These are windows 3 wide at stride 9. The kernel says how much a window reads, the stride how far it jumps."
)
def kernel_and_stride_exchanged():
    return ((33 - 3) // 9 + 1, (56 - 3) // 9 + 1)


@windows_in_a_row.misconception(
    "Both numbers are right. The first row is the one of 33 pixels: write its number first."
)
def the_second_row_first():
    return ((56 - 9) // 3 + 1, (33 - 9) // 3 + 1)


@exercise(
    """
    A row of 41 pixels, a kernel 2 wide, stride 8, no padding. How many of the 41 pixels are read by no
    window at all? Give one number.
    """,
    hints=(
        "Which pixels does the first window read, and which the second?",
        "There are 5 windows, and no two of them overlap. Unread is whatever they leave: between two of them, and "
        "behind the last.",
        "`41 - 5 * …`",
    ),
    objectives=(2,),
    afterword="A stride larger than the kernel loses pixels between the windows as well as at the end.",
)
def pixels_unread():
    return 41 - ((41 - 2) // 8 + 1) * 2


@pixels_unread.alternative
def gaps_and_end():
    return 4 * 6 + 7


@pixels_unread.alternative
def crossed_off_one_by_one():
    return len(set(range(41)) - {start + step for start in range(0, 40, 8) for step in range(2)})


@pixels_unread.misconception(
    "These are the pixels behind the last window. The stride is larger than the kernel: look between the windows too."
)
def the_end_only():
    return (41 - 2) % 8


@pixels_unread.misconception("These lie between the windows. Some are left over behind the last window as well.")
def the_gaps_only():
    return 4 * (8 - 2)


@pixels_unread.misconception(
    "Five windows have four gaps between them. You counted a gap behind the last window, and then its pixels again "
    "as left over."
)
def a_gap_behind_every_window():
    return 5 * (8 - 2) + 7


@pixels_unread.misconception(
    "Behind the last window lies no gap as between two: it reads pixels 32 and 33, and the row ends with pixel 40. "
    "Count there once more."
)
def a_pixel_too_few_behind_the_last_window():
    return 5 * (8 - 2)


@pixels_unread.misconception(
    "This is one gap and what is left over at the end. There is a gap between any two neighbouring windows: how many?"
)
def one_gap_only():
    return (8 - 2) + 7


@pixels_unread.misconception("These are the pixels that are read. What is asked for is the rest of the row.")
def counts_the_pixels_read():
    return 5 * 2


@pixels_unread.misconception(
    "That is with a window too few: 39 / 8 gives the jumps, and the window at the start comes before the first of them."
)
def one_window_too_few():
    return 41 - 4 * 2


@pixels_unread.misconception(
    "That is with a window too many: it would start at pixel 40 and read pixel 41, which does not exist."
)
def one_window_too_many_():
    return 41 - 6 * 2


@pixels_unread.misconception(
    "From one window's start to the next one's are 8 pixels, but the first 2 of them are read. Only those strictly "
    "between the windows are not."
)
def gaps_of_eight():
    return 4 * 8 + 7


@pixels_unread.misconception(
    "A window 2 wide reads 2 pixels and then starts 8 further on. Try pixel 3: which window would read it?"
)
def every_pixel_is_read():
    return 0


@prediction(
    """
    An image of 6 × 6 pixels, a 3 × 3 kernel, stride 1, no padding. How many windows read the pixel in a corner, and how
    many read one in the middle? Answer with a tuple: `(in a corner, in the middle)`.
    """,
    hints=("In one row of 6 pixels: how many windows read the first pixel, and how many the third?",),
    objectives=(2,),
    afterword="What holds along a row is multiplied: once for the rows, once for the columns.",
)
def corner_and_middle():
    return (1 * 1, 3 * 3)


@corner_and_middle.alternative
def starts_that_reach_them():
    return (len([0]) ** 2, len([0, 1, 2]) ** 2)


@corner_and_middle.misconception(
    "The corner is right. In the middle you counted along one row; the windows above and below read that pixel too."
)
def one_direction():
    return (1, 3)


@corner_and_middle.misconception(
    "You added rows and columns. To each place across belong all places down: multiply the two."
)
def adds_the_directions():
    return (2, 6)


@corner_and_middle.misconception(
    "Neighbouring windows overlap. Shift the window by one pixel: most of what it read, it reads again."
)
def each_pixel_once():
    return (1, 1)


@corner_and_middle.misconception(
    "The middle is right. Your corner has windows that stick out of the image: that would need padding."
)
def pads_unasked():
    return (4, 9)


@corner_and_middle.misconception(
    "The corner is right. Sixteen windows is all there are, and those at the border do not reach a pixel in the middle."
)
def all_windows_read_the_middle():
    return (1, 16)


@corner_and_middle.misconception("Both numbers are right. Write the corner's first.")
def middle_first():
    return (9, 1)


@prediction(
    """
    An image is 1 everywhere. It is padded with one ring of zeros, and each answer is the average of a 3 × 3 window,
    which is a number of ninths. How many ninths is the answer in the corner of the map? Answer with one whole number.
    """,
    hints=("How many of the nine pixels in that window belong to the image?",),
    objectives=(3,),
    afterword="The other pixels of that window are zeros that nobody photographed.",
)
def ninths_in_the_corner():
    return 2 * 2


@ninths_in_the_corner.alternative
def without_those_invented():
    return 9 - 5


@ninths_in_the_corner.misconception(
    "Inside the image the average of ones is 1. In the corner the window also stands over padding, which holds zeros."
)
def padding_changes_nothing():
    return 9


@ninths_in_the_corner.misconception(
    "So many there are at an edge, where one side of the window sticks out. In a corner two sides do."
)
def as_at_an_edge():
    return 6


@ninths_in_the_corner.misconception("Those are the zeros in the window. How many ones does it hold?")
def counts_the_zeros():
    return 5


@ninths_in_the_corner.misconception(
    "The window reaches further than its middle. Which neighbours of the corner pixel belong to the image?"
)
def the_corner_pixel_alone():
    return 1


@prediction(
    """
    The row 1 2 3 4 5 6, a kernel of three ones, stride 2, padding `same`: three windows, which together reach over
    7 pixels, so one is lacking. Keras adds one zero, at the end of the row. Which three sums come out? Answer with a
    tuple.
    """,
    hints=("Where does the first window start, if nothing stands in front of the row?",),
    objectives=(3,),
    afterword="Only the last window reads the zero.",
)
def answers_of_same():
    return (1 + 2 + 3, 3 + 4 + 5, 5 + 6 + 0)


@answers_of_same.alternative
def window_after_window():
    return tuple(sum([1, 2, 3, 4, 5, 6, 0][start : start + 3]) for start in (0, 2, 4))


@answers_of_same.misconception(
    "Your first window stands over a zero in front of the row. Here the one zero that is lacking is at the end."
)
def a_zero_in_front():
    return (0 + 1 + 2, 2 + 3 + 4, 4 + 5 + 6)


@answers_of_same.misconception(
    "These are the windows without padding. `same` has one more, which ends on the zero behind the row."
)
def without_the_zero():
    return (6, 12)


@answers_of_same.misconception("Your window moves one pixel at a time. At stride 2 it moves two.")
def moves_by_one():
    return (3, 6, 9, 12, 15, 11)


@answers_of_same.misconception("These are averages. The kernel holds three ones, so each answer is a sum.")
def averages():
    return (2, 4, 11 / 3)


@prediction(
    """
    A row of 12 pixels, a kernel of 3 weights, dilation 2, no padding. How many windows are there at stride 1, and how
    many at stride 2? Answer with a tuple: `(at stride 1, at stride 2)`.
    """,
    hints=("How many pixels lie from the first weight to the last, both included?",),
    objectives=(1,),
    afterword="The span takes the place of the kernel's width, and all else stays.",
)
def dilated_windows():
    return (12 - 5 + 1, (12 - 5) // 2 + 1)


@dilated_windows.alternative
def dilated_starts():
    return (len(range(8)), len(range(0, 8, 2)))


@dilated_windows.misconception(
    "Your kernel reads three neighbours. With dilation 2 there is a pixel between any two of its weights."
)
def without_the_gaps():
    return (10, 5)


@dilated_windows.misconception(
    "You left two pixels free between the weights. Dilation 2 puts each weight 2 pixels after the one before: one is "
    "free between them."
)
def gaps_of_two():
    return (6, 3)


@dilated_windows.misconception("That is how often the window jumps. It stands somewhere before its first jump.")
def counts_the_jumps_():
    return (7, 3)


@dilated_windows.misconception(
    "At stride 1 it is right. At stride 2 yours has one window that reaches past the end: what is left over is dropped."
)
def one_that_sticks_out():
    return (8, 5)


@prediction(
    """
    Three layers, each with a 3 × 3 kernel. How many pixels wide is the receptive field of one unit of the third map
    when every stride is 1, and when every stride is 3? Answer with a tuple: `(at strides of 1, at strides of 3)`.
    """,
    hints=("How many pixels apart do neighbouring inputs of the second layer look, and of the third?",),
    objectives=(4,),
    afterword="At stride 1 each layer adds 2 pixels, at stride 3 each adds three times what the one before did.",
)
def three_layers_see():
    return (1 + 2 + 2 + 2, 1 + 2 + 2 * 3 + 2 * 9)


@three_layers_see.alternative
def from_the_unit_back():
    return (((1 + 2) + 2) + 2, 3 * (3 * 3))


@three_layers_see.misconception(
    "At strides of 1 it is right. At strides of 3, neighbouring inputs of the second layer look 3 pixels apart: its "
    "window reaches three times as far."
)
def strides_make_no_difference():
    return (7, 7)


@three_layers_see.misconception(
    "At strides of 1 it is right. At strides of 3 you added up the strides for the third layer. They multiply: a jump "
    "of 3 windows, which lie 3 pixels apart."
)
def strides_added_up():
    return (7, 21)


@three_layers_see.misconception(
    "At strides of 1 it is right. At strides of 3 only the layer right before counts for you. All strides before a "
    "layer multiply."
)
def only_one_stride_before():
    return (7, 15)


@three_layers_see.misconception(
    "At strides of 3 it is right. At strides of 1 you multiplied the kernels, but neighbouring windows overlap there."
)
def kernels_multiplied():
    return (27, 27)


@three_layers_see.misconception("Both numbers are right. Write the one at strides of 1 first.")
def strides_of_three_first():
    return (27, 7)


@prediction(
    """
    Three layers of 3 × 3 at stride 1, all weights 1. A unit in the last map sees 7 × 7 pixels. Make one of them
    brighter by 1: for which pixel does the unit change most? Write one of `"a corner"`, `"the middle"`, `"all alike"`.
    """,
    hints=(
        "How many windows of the first layer read the pixel in a corner of the 7 × 7, and how many the middle one?",
    ),
    choices=("a corner", "the middle", "all alike"),
    objectives=(4,),
    afterword="It has the most ways to the unit. How many, the next cell counts.",
)
def counts_most():
    return "the middle"


@counts_most.misconception(
    "A corner pixel lies in one window of the first layer only, and that one at the rim of the next. Look for a pixel "
    "that many windows share."
)
def the_rim_counts_most():
    return "a corner"


@counts_most.misconception(
    "Equal weights do not make equal pixels: neighbouring windows overlap, and what several of them read comes through "
    "several times."
)
def equal_weights_equal_pixels():
    return "all alike"


def settings_of_one_axis():
    """Size, kernel, stride, padding, dilation: quotients that come out even, and others on either side of a half."""
    small = [(9, 2, 3, 1, 2), (10, 3, 2, 0, 1), (8, 4, 3, 2, 1), (7, 3, 1, 1, 2), (6, 1, 4, 0, 3)]
    large = [(28, 5, 3, 2, 1), (32, 4, 5, 1, 3), (45, 7, 4, 3, 2), (11, 3, 2, 0, 2), (5, 5, 8, 0, 1), (224, 7, 2, 3, 1)]
    return [*small, *large, (64, 2, 6, 4, 5), (26, 3, 4, 0, 4), (12, 5, 1, 0, 2)]


@exercise(
    """
    Write `map_size(size, kernel_size, strides, padding, dilation_rate)`: how many windows there are along one axis of
    `size` pixels. All five are whole numbers, `padding` is how many pixels are put on *either* side, and `strides` and
    `dilation_rate` are at least 1. The kernel always fits. Return a whole number.
    """,
    cases=settings_of_one_axis,
    hints=(
        "How many pixels are there with the padding, and how many does one dilated kernel span?",
        "A kernel of f weights, d pixels apart, spans d(f − 1) + 1 pixels. What is left of the axis behind the first "
        "window is divided into jumps.",
        "`(size + 2 * padding - span) // …`",
    ),
    objectives=(1,),
    afterword="One formula for every layer with padding given in pixels, and the floor is its only trap.",
)
def map_size(size, kernel_size, strides, padding, dilation_rate):
    span = dilation_rate * (kernel_size - 1) + 1
    return (size + 2 * padding - span) // strides + 1


@map_size.stub
def map_size(size, kernel_size, strides, padding, dilation_rate):
    windows = ...
    return windows


@map_size.alternative
def by_counting_starts(size, kernel_size, strides, padding, dilation_rate):
    last_start = size + padding - dilation_rate * (kernel_size - 1) - 1
    return len(range(-padding, last_start + 1, strides))


@map_size.alternative
def by_sliding(size, kernel_size, strides, padding, dilation_rate):
    windows, end = 0, (kernel_size - 1) * dilation_rate
    while end < size + 2 * padding:
        windows, end = windows + 1, end + strides
    return windows


def jumps(size, kernel_size, strides, padding, dilation_rate):
    """How often the stride fits behind the first window, fractions included: what most mistakes share."""
    return (size + 2 * padding - dilation_rate * (kernel_size - 1) - 1) / strides


@map_size.misconception(
    "The quotient is rounded up where it does not come out even. The last window would then reach past the padding."
)
def rounds_up_the_jumps(*settings):
    return np.ceil(jumps(*settings)) + 1


@map_size.misconception(
    "The quotient is rounded to the nearest whole number. Above a half that adds a window that does not fit."
)
def rounds_to_the_nearest(*settings):
    return round(jumps(*settings)) + 1


@map_size.misconception("Where the stride does not divide evenly, a fraction comes out. There is no part of a window.")
def keeps_the_fraction_of_a_window(*settings):
    return jumps(*settings) + 1


@map_size.misconception(
    "Nothing is returned where the stride does not divide evenly. Such layers work: the remainder is dropped."
)
def nothing_where_it_does_not_divide(*settings):
    return jumps(*settings) + 1 if jumps(*settings).is_integer() else 0


@map_size.misconception("The stride divides the jumps, and the window in which the sliding begins is not counted.")
def forgets_the_first_window(*settings):
    return jumps(*settings) // 1


@map_size.misconception(
    "You divide the number of places at stride 1. The first of them is always used: set it aside before the division, "
    "and add it after."
)
def divides_the_places(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, 1, padding, dilation_rate) // strides


@map_size.misconception("The padding is put on either side, so the axis grows by it twice.")
def counts_the_padding_once(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size + padding, kernel_size, strides, 0, dilation_rate)


@map_size.misconception("The padding makes no difference in your function. Windows may stand over it as well.")
def ignores_the_padding(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, strides, 0, dilation_rate)


@map_size.misconception("Your function slides one pixel at a time. How far the window jumps is in `strides`.")
def ignores_the_stride_(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, 1, padding, dilation_rate)


@map_size.misconception("The kernel takes up as much room as without dilation. Its weights lie `dilation_rate` apart.")
def ignores_the_dilation(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, strides, padding, 1)


@map_size.misconception(
    "Your kernel spans dilation × kernel pixels. Between f weights lie only f − 1 distances, and nothing follows the "
    "last weight."
)
def dilation_times_kernel(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * padding - dilation_rate * kernel_size) // strides + 1


@map_size.misconception(
    "Yours behaves as if the kernel spanned one pixel less. From the first weight to the last are d(f − 1) *steps*, "
    "and both ends are pixels that it reads. The 1 for the first window is added behind the division alone."
)
def a_span_one_pixel_short(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * padding - dilation_rate * (kernel_size - 1)) // strides + 1


@map_size.misconception(
    "You leave `dilation_rate` pixels free between two weights. At dilation 1 they are neighbours, with none between."
)
def dilation_as_the_size_of_the_gap(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, strides, padding, dilation_rate + 1)


@map_size.misconception(
    "Only the kernel's span is divided by the stride. `//` binds more strongly than `+` and `-`: what is left of the "
    "axis needs brackets."
)
def a_bracket_missing(size, kernel_size, strides, padding, dilation_rate):
    return size + 2 * padding - (dilation_rate * (kernel_size - 1) + 1) // strides + 1


@map_size.misconception(
    "That is how many windows `same` makes, ⌈n/s⌉, whatever the kernel and the padding are. Here the padding is given "
    "in pixels."
)
def as_many_as_same(size, kernel_size, strides, padding, dilation_rate):
    return -(-size // strides)


@map_size.misconception(
    "Padding and dilation make no difference in your function. The padding makes room for more windows, and a dilated "
    "kernel takes more room."
)
def ignores_padding_and_dilation(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, strides, 0, 1)


@map_size.misconception("The padding is taken off the axis here. It is put around it: there is more room, not less.")
def takes_the_padding_off(size, kernel_size, strides, padding, dilation_rate):
    return (size - 2 * padding - dilation_rate * (kernel_size - 1) - 1) // strides + 1


@map_size.misconception(
    "Your function takes `padding` for `strides` and the other way round. They come in the order (size, kernel_size, "
    "strides, padding, dilation_rate)."
)
def padding_and_strides_exchanged(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * strides - dilation_rate * (kernel_size - 1) - 1) // padding + 1


def images_to_pad():
    """Oblong images, kernels odd and even, strides that divide and that do not, also larger than the kernel."""
    rng = np.random.default_rng(2)
    settings = [((6, 7), 4, 1), ((7, 9), 3, 2), ((8, 5), 5, 3), ((5, 12), 2, 2), ((9, 4), 4, 3)]
    extreme = [((6, 10), 1, 1), ((11, 8), 2, 5), ((1, 8), 6, 4)]
    broken = [(rng.normal(size=shape), *knobs) for shape, *knobs in settings + extreme]
    whole = rng.integers(1, 256, (10, 13)).astype(float)
    return [(np.arange(1, 7).reshape(2, 3), 3, 2), *broken, (whole, 3, 1), (whole, 7, 2)]


@exercise(
    """
    Pad as Keras does for `same`. `padded_like_same(image, kernel_size, strides)` gets a grey image (height, width); the
    kernel is square, the stride the same both ways, both whole numbers. Along an axis of n pixels there are to be
    ⌈n / strides⌉ windows. Add as many zeros as they lack, no more, and none where they all fit: half in front (above,
    on the left), half behind, an odd one behind. Return the padded image.
    """,
    cases=images_to_pad,
    hints=(
        "If there are ⌈n/s⌉ windows and the first starts at pixel 0, how many pixels do they take up together?",
        "They take up (⌈n/s⌉ − 1) · s + f pixels. Compare that with n, for the rows and then again for the columns.",
        "`np.pad(image, ((lacking // 2, …), …))`",
    ),
    objectives=(3,),
    afterword="How many zeros there are depends on the image, on the kernel and on the stride, one axis at a time.",
)
def padded_like_same(image, kernel_size, strides):
    zeros = []
    for pixels in image.shape:
        windows = -(-pixels // strides)  # rounded up
        lacking = max((windows - 1) * strides + kernel_size - pixels, 0)
        zeros.append((lacking // 2, lacking - lacking // 2))
    return np.pad(image, zeros)


@padded_like_same.stub
def padded_like_same(image, kernel_size, strides):
    padded = ...
    return padded


@padded_like_same.alternative
def by_the_remainder(image, kernel_size, strides):
    def padded_at_the_ends(rows):
        lacking = max(kernel_size - (len(rows) % strides or strides), 0)
        zeros = np.zeros((lacking, rows.shape[1]))
        return np.concatenate([zeros[: lacking // 2], rows, zeros[lacking // 2 :]])

    return padded_at_the_ends(padded_at_the_ends(image).T).T


@padded_like_same.alternative
def by_filling_in(image, kernel_size, strides):
    sizes = np.array(image.shape)
    lacking = np.maximum((np.ceil(sizes / strides).astype(int) - 1) * strides + kernel_size - sizes, 0)
    padded = np.zeros(sizes + lacking)
    row, column = lacking // 2
    padded[row : row + sizes[0], column : column + sizes[1]] = image
    return padded


def lacking_of(pixels, kernel_size, strides):
    """How many pixels ⌈n/s⌉ windows need beyond those there are."""
    return max((-(-pixels // strides) - 1) * strides + kernel_size - pixels, 0)


def padded_by(image, rule, **settings):
    """An image with rule(pixels) = (in front, behind) along each axis."""
    return np.pad(image, [rule(pixels) for pixels in image.shape], **settings)


def halves(total):
    """The smaller half in front."""
    return total // 2, total - total // 2


@padded_like_same.misconception("The odd zero stands in front. Keras puts it behind: below the image and on its right.")
def the_larger_half_in_front(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(lacking_of(pixels, kernel_size, strides))[::-1])


@padded_like_same.misconception(
    "Both ends get equally many zeros. Where an odd number is lacking, that is one too many: `same` is not symmetric."
)
def as_much_in_front_as_behind(image, kernel_size, strides):
    return padded_by(image, lambda pixels: 2 * (-(-lacking_of(pixels, kernel_size, strides) // 2),))


@padded_like_same.misconception(
    "Where an odd number of zeros is lacking, half of it is rounded down at both ends, and one is lost. It goes behind."
)
def drops_the_odd_zero(image, kernel_size, strides):
    return padded_by(image, lambda pixels: 2 * (lacking_of(pixels, kernel_size, strides) // 2,))


@padded_like_same.misconception(
    "You put half the kernel's width on either side, whatever the stride. For an odd kernel at stride 1 that is right, "
    "otherwise only by chance: count how many pixels the windows lack."
)
def half_the_kernel_on_either_side(image, kernel_size, strides):
    return np.pad(image, kernel_size // 2)


@padded_like_same.misconception(
    "You put (f − 1)/2 zeros on either side, rounded down. For odd kernels at stride 1 that is right. For an even "
    "kernel, or a larger stride, find out where the last window ends."
)
def half_of_one_less_than_the_kernel(image, kernel_size, strides):
    return np.pad(image, (kernel_size - 1) // 2)


@padded_like_same.misconception(
    "You add f − 1 zeros at every stride. At a larger stride there are fewer windows, and mostly they lack less."
)
def ignores_the_stride_of_the_windows(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(kernel_size - 1))


@padded_like_same.misconception(
    "You add so many zeros that the map stays as large as the image. At stride 2 and more `same` does not do that: it "
    "makes ⌈n/s⌉ windows."
)
def keeps_the_size_at_every_stride(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves((pixels - 1) * strides + kernel_size - pixels))


@padded_like_same.misconception(
    "The columns get as many zeros as the rows. An image may be wider than high: count along each axis by itself."
)
def the_zeros_of_the_rows_for_both(image, kernel_size, strides):
    return np.pad(image, halves(lacking_of(image.shape[0], kernel_size, strides)))


@padded_like_same.misconception(
    "The padding repeats the image's border. That is another choice of padding; Keras' convolutions take zeros."
)
def repeats_the_border(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(lacking_of(pixels, kernel_size, strides)), mode="edge")


@padded_like_same.misconception("As many zeros as are lacking, but all of them behind. Half of them belong in front.")
def all_zeros_behind(image, kernel_size, strides):
    return padded_by(image, lambda pixels: (0, lacking_of(pixels, kernel_size, strides)))


@padded_like_same.misconception(
    "You make ⌊n/s⌋ windows. Where the stride does not divide n, `same` has one more: it rounds up."
)
def rounds_the_windows_down(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(max((pixels // strides - 1) * strides + kernel_size - pixels, 0)))


@padded_like_same.misconception(
    "You fill the image up to a multiple of the stride. The size need not divide evenly: what counts is where the last "
    "window ends, and that depends on the kernel."
)
def fills_up_to_a_multiple_of_the_stride(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(-pixels % strides))


@padded_like_same.misconception(
    "Height and width are exchanged: the rows get the zeros of the columns. `image.shape` is (height, width)."
)
def exchanges_the_axes(image, kernel_size, strides):
    return np.pad(image, [halves(lacking_of(pixels, kernel_size, strides)) for pixels in image.shape[::-1]])


@padded_like_same.misconception(
    "Where an odd number of zeros is lacking, the last one goes behind; yours has all in front."
)
def all_zeros_in_front(image, kernel_size, strides):
    return padded_by(image, lambda pixels: (lacking_of(pixels, kernel_size, strides), 0))


@padded_like_same.misconception(
    "You make ⌊n/s⌋ + 1 windows. Where the stride divides n evenly, that is one too many: ⌈n/s⌉ is n/s itself there."
)
def a_window_more_where_the_stride_divides(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(max(pixels // strides * strides + kernel_size - pixels, 0)))


@padded_like_same.misconception(
    "Where all windows fit, fewer than no zeros come out, and your function stops. None are to be added there: "
    "`max(…, 0)`."
)
def fewer_zeros_than_none(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves((-(-pixels // strides) - 1) * strides + kernel_size - pixels))


@padded_like_same.misconception("The zeros are where they belong, but the image has lost what stands behind the point.")
def cuts_off_the_decimals(image, kernel_size, strides):
    return padded_like_same.reference(image, kernel_size, strides).astype(int)


def stacks_of_layers():
    """Lists of (kernel size, stride): even and odd kernels, strides early, late and mixed, one layer to six."""
    plain = [[(3, 2), (2, 1)], [(3, 1), (3, 1), (3, 1)], [(5, 2)], [(3, 2), (3, 2), (3, 2)]]
    mixed = [[(3, 1), (2, 2), (3, 1), (2, 2)], [(7, 3), (1, 2), (4, 1)], [(2, 1), (5, 3), (3, 2), (3, 1), (2, 4)]]
    longer = [[(1, 1)], [(3, 1), (5, 1), (7, 4)], [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 3)], [(2, 3), (2, 3)]]
    return [(layers,) for layers in [*plain, *mixed, *longer]]


@exercise(
    """
    Write `width_seen(layers)`: the receptive field of one unit of the *last* layer, in pixels of the image, along one
    axis. `layers` is a list of at least one tuple `(kernel_size, strides)`, from the image on; no dilation, and the
    unit is far from the border. Count from the first pixel that can reach the unit to the last, both included.
    """,
    cases=stacks_of_layers,
    hints=(
        "How many pixels of the image apart do two neighbouring inputs of the second layer look?",
        "Begin with one pixel. Each layer adds (f − 1) times the jump: the product of all strides *before* it.",
        "`width += (kernel_size - 1) * …`",
    ),
    objectives=(4,),
    afterword="The last layer's own stride changes nothing: it says where the next unit looks.",
)
def width_seen(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers:
        width += (kernel_size - 1) * jump
        jump *= strides
    return width


@width_seen.stub
def width_seen(layers):
    width = ...
    return width


@width_seen.alternative
def from_the_last_layer_back(layers):
    width = 1
    for kernel_size, strides in reversed(layers):
        width = (width - 1) * strides + kernel_size
    return width


@width_seen.alternative
def by_products(layers):
    kernels, strides = np.array(layers).T
    jumps_before = np.cumprod(np.append(1, strides[:-1]))
    return 1 + (kernels - 1) @ jumps_before


def grown(layers, jump_after):
    """The field where jump_after(layers before) is the jump of a layer: what most mistakes share."""
    return 1 + sum((kernel_size - 1) * jump_after(layers[:number]) for number, (kernel_size, _) in enumerate(layers))


@width_seen.misconception(
    "The strides make no difference in your function. Behind a layer of stride 2, neighbouring inputs look 2 pixels "
    "apart, and the next layer adds twice as much."
)
def ignores_all_strides(layers):
    return grown(layers, lambda before: 1)


@width_seen.misconception(
    "A layer's own stride enters already where its own window is added. It only moves that layer's units apart: it "
    "counts from the next layer on."
)
def the_own_stride_too(layers):
    return sum((size - 1) * np.prod([s for _, s in layers[: n + 1]]) for n, (size, _) in enumerate(layers)) + 1


@width_seen.misconception(
    "Each layer's f − 1 is multiplied by its own stride. How far apart its inputs look was settled before it: by all "
    "strides of the earlier layers together."
)
def the_own_stride_alone(layers):
    return 1 + sum((kernel_size - 1) * strides for kernel_size, strides in layers)


@width_seen.misconception(
    "Only the stride of the layer right before enters. Jumps multiply: after two layers of stride 2, neighbours are 4 "
    "pixels apart."
)
def only_the_stride_before(layers):
    return grown(layers, lambda before: before[-1][1] if before else 1)


@width_seen.misconception(
    "The strides are added up to a jump. Two layers of stride 3 put neighbours 3 × 3 pixels apart, not 3 + 3."
)
def adds_up_the_strides(layers):
    return grown(layers, lambda before: sum(strides for _, strides in before) or 1)


@width_seen.misconception(
    "The kernels' widths are added. Windows of neighbouring inputs overlap: a kernel f wide adds f − 1 jumps to what "
    "one input sees already."
)
def adds_the_kernels(layers):
    return sum(kernel_size for kernel_size, _ in layers)


@width_seen.misconception(
    "The kernels' widths are multiplied, as if neighbouring windows did not overlap. At stride 1 they share all pixels "
    "but one."
)
def multiplies_the_kernels(layers):
    return np.prod([kernel_size for kernel_size, _ in layers])


@width_seen.misconception(
    "Each layer adds f jumps. From the first of f inputs to the last there are only f − 1: try one layer, 5 wide."
)
def grows_by_the_whole_kernel(layers):
    return grown([(kernel_size + 1, strides) for kernel_size, strides in layers], jump_of)


@width_seen.misconception(
    "One pixel is missing: before any layer a unit is a pixel of the image, and sees 1; from the first pixel to the "
    "last, both count. Try one layer, 5 wide."
)
def a_pixel_too_few(layers):
    return from_the_last_layer_back(layers) - 1


@width_seen.misconception(
    "Your function behaves as if the layers stood in the opposite order. A stride moves apart what the layers *after* "
    "it look at, not those before."
)
def reads_the_layers_backwards(layers):
    return from_the_last_layer_back(layers[::-1])


@width_seen.misconception(
    "That is the last layer's own window. It holds numbers of the map before, and each of those was made from a window "
    "too."
)
def the_last_window_alone(layers):
    return layers[-1][0]


@width_seen.misconception(
    "Each step back gives w · s + f. Between w neighbouring units lie only w − 1 strides: (w − 1) · s + f. Try one "
    "layer, 5 wide."
)
def a_stride_for_each_unit(layers):
    width = 1
    for kernel_size, strides in reversed(layers):
        width = width * strides + kernel_size
    return width


@width_seen.misconception(
    "Going forward, you multiply the width by each stride and add the kernel. A stride moves apart what the layers "
    "*after* it look at, and what lies before it stays as wide as it is."
)
def multiplies_the_width_by_each_stride(layers):
    width = 1
    for kernel_size, strides in layers:
        width = width * strides + kernel_size
    return width


@width_seen.misconception(
    "The strides are added to the jump one after the other. They multiply: behind two layers of stride 3 it is 3 × 3."
)
def adds_each_stride_to_the_jump(layers):
    return grown(layers, lambda before: 1 + sum(strides for _, strides in before))


@width_seen.misconception(
    "Try two layers of 3 at stride 1: they see 5 pixels, not 6. Going forward, begin with one pixel and add f − 1 "
    "jumps; going back, a step is (w − 1) · s + f."
)
def f_jumps_from_nothing(layers):
    return sum(size * jump_of(layers[:number]) for number, (size, _) in enumerate(layers))


@width_seen.misconception(
    "That is the first layer's window. Is there a `return` within the loop? The layers behind it widen the field."
)
def the_first_window_alone(layers):
    return layers[0][0]


@width_seen.misconception(
    "The last layer is left out. A unit of the last layer has a window too: it adds f − 1 jumps like all others."
)
def leaves_out_the_last_layer(layers):
    return from_the_last_layer_back(layers[:-1])


def jump_of(before):
    """The product of all strides before a layer."""
    return np.prod([strides for _, strides in before])


def images_to_even_out():
    """Oblong images, with zeros and negative values, flat, or one pixel high; kernels up to wider than the image."""
    rng = np.random.default_rng(3)
    sparse = rng.integers(0, 3, (6, 9)).astype(float)
    broken = [(rng.normal(size=shape), size) for shape, size in (((5, 8), 3), ((7, 4), 5), ((3, 6), 7), ((1, 6), 3))]
    small = np.array([[2.0, 4, 6], [8, 10, 0]])
    flat = np.ones((3, 4))
    return [(flat, 3), (small, 3), *broken, (sparse, 3), (sparse, 5), (rng.normal(size=(2, 4)), 1)]


@exercise(
    """
    `local_means(image, kernel_size)` is to put in place of each pixel the mean of its neighbourhood: of all pixels *of
    the image* that lie in a square window with this pixel in its middle. The window is `kernel_size` wide, an odd
    number; where the window sticks out, the mean is over the pixels that exist. The image is grey (height, width), of
    floats; the result has the same shape. Mend it.
    """,
    cases=images_to_even_out,
    hints=(
        "What should come out for an image that is 1 everywhere, and what does come out in its corner?",
        "The padding's zeros add nothing to the sum. What do they add to the number by which it is divided?",
        "`exists = np.pad(np.ones(image.shape), …)`",
    ),
    objectives=(3,),
    afterword="No pixel is invented, so no frame is drawn: zeros around an image are a choice, not a law.",
)
def local_means(image, kernel_size):
    padded = np.pad(image, kernel_size // 2)
    exists = np.pad(np.ones(image.shape), kernel_size // 2)
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        window = slice(row, row + kernel_size), slice(column, column + kernel_size)
        means[row, column] = padded[window].sum() / exists[window].sum()
    return means


@local_means.repair
def local_means(image, kernel_size):
    padded = np.pad(image, kernel_size // 2)
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        window = slice(row, row + kernel_size), slice(column, column + kernel_size)
        means[row, column] = padded[window].mean()
    return means


@local_means.alternative
def by_smaller_windows(image, kernel_size):
    reach, means = kernel_size // 2, np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        rows = slice(max(row - reach, 0), row + reach + 1)
        columns = slice(max(column - reach, 0), column + reach + 1)
        means[row, column] = image[rows, columns].mean()
    return means


@local_means.alternative
def by_marking_what_is_missing(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=np.nan)
    return np.nanmean(windows_of(padded, kernel_size), axis=(2, 3))


def windows_of(padded, kernel_size):
    """All square windows at stride 1: (height, width, kernel_size, kernel_size)."""
    return np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size))


def sums_of(image, kernel_size):
    """The sum of each window, with zeros around the image."""
    return windows_of(np.pad(image, kernel_size // 2), kernel_size).sum(axis=(2, 3))


@local_means.misconception(
    "The border's pixels are repeated outside, so they count twice or more often. Asked for is the mean of the pixels "
    "that exist, each once."
)
def repeats_the_last_pixel(image, kernel_size):
    return windows_of(np.pad(image, kernel_size // 2, mode="edge"), kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "The image is mirrored at its border. There is no dark frame that way, but the mirrored pixels count twice, and a "
    "mean of those that exist is asked for."
)
def mirrors_the_image(image, kernel_size):
    return windows_of(np.pad(image, kernel_size // 2, mode="reflect"), kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "The padding holds the image's mean. That hides the frame, but pixels are still invented, and they are counted."
)
def pads_with_the_mean_of_the_image(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=image.mean())
    return windows_of(padded, kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "Where the window sticks out, the pixel stays as it was. It has neighbours too, only fewer: take their mean."
)
def leaves_the_border_as_it_was(image, kernel_size):
    exists = sums_of(np.ones(image.shape), kernel_size)
    return np.where(exists == kernel_size**2, sums_of(image, kernel_size) / kernel_size**2, image)


@local_means.misconception(
    "The places where the window sticks out are missing. The result is to have the image's shape; those places have "
    "a mean as well."
)
def cuts_the_border_off(image, kernel_size):
    rows, columns = (max(pixels - kernel_size + 1, 0) for pixels in image.shape)
    reach = kernel_size // 2
    return sums_of(image, kernel_size)[reach : reach + rows, reach : reach + columns] / kernel_size**2


@local_means.misconception(
    "You divide by the number of pixels that are not 0. A black pixel of the image exists, and counts like any other; "
    "what must not count is the padding."
)
def leaves_out_black_pixels(image, kernel_size):
    return sums_of(image, kernel_size) / np.maximum(sums_of((image != 0).astype(float), kernel_size), 1)


@local_means.misconception(
    "These are sums of the windows. A mean is the sum divided by the number of pixels that were added up."
)
def forgets_to_divide(image, kernel_size):
    return sums_of(image, kernel_size)


@local_means.misconception(
    "You divide by the number of rows that exist times the whole width of the kernel. On the left and on the right, "
    "columns are missing too."
)
def counts_only_the_missing_rows(image, kernel_size):
    rows_that_exist = sums_of(np.ones((len(image), kernel_size)), kernel_size)[:, [kernel_size // 2]] / kernel_size
    return sums_of(image, kernel_size) / (rows_that_exist * kernel_size)


@local_means.misconception(
    "Only windows that lie inside the image are read here, so the border is missing, and a larger window stops your "
    "function. The result is to have the image's shape: there, too, some pixels of the window exist."
)
def windows_inside_the_image_only(image, kernel_size):
    return windows_of(image, kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "The image is mirrored together with its border. There is no dark frame that way, but the mirrored pixels count "
    "twice, and each is to count once."
)
def mirrors_the_border_as_well(image, kernel_size):
    return windows_of(np.pad(image, kernel_size // 2, mode="symmetric"), kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "You divide by the width of the kernel. The mean of a window is its sum divided by how many *pixels* were added up."
)
def divides_by_the_width(image, kernel_size):
    return sums_of(image, kernel_size) / kernel_size


@local_means.misconception("The window is 3 wide every time. How wide it is to be is handed over as `kernel_size`.")
def always_three_wide(image, kernel_size):
    return local_means.reference(image, 3)


@local_means.misconception(
    "The window reaches one pixel less far down and to the right. The end of a slice is not part of it: it is "
    "row + reach + 1."
)
def a_slice_that_ends_too_early(image, kernel_size):
    reach, means = kernel_size // 2, np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        rows, columns = (slice(max(at - reach, 0), at + reach) for at in (row, column))
        means[row, column] = image[rows, columns].mean()
    return means


@local_means.misconception(
    "At the upper and left border a slice begins below 0, and Python counts such a number from the end: the window is "
    "empty. Begin it at `max(row - reach, 0)`."
)
def a_slice_that_begins_below_zero(image, kernel_size):
    reach, means = kernel_size // 2, np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        rows, columns = (slice(at - reach, at + reach + 1) for at in (row, column))
        means[row, column] = image[rows, columns].mean()
    return means
