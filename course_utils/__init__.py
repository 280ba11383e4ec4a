"""CNNs by hand: the helper package of the course. One line a module:

kernels           named kernels: sobel_x, sharpen, box_blur(size) …
convolution       cross_correlate, convolve, pad, sliding_windows, and the names of geometry
geometry          where the windows lie: output_size, geometry, times_read
pooling           max_pool, average_pool, global_average_pool
invariance        the meter: how much an answer changes when the image moves
nearest           the plainest classifier: copy the class of the most similar example
receptive_field   how much of the image one unit sees
activations       relu, sigmoid, tanh, softmax and their derivatives
dropout           dropout and spatial dropout, with inverted scaling
normalization     rescale, standardize, layer_norm, BatchNorm with its two modes
fashion_mnist     load("train"), load("validation"), and the one final_exam(model)
images            tiny images to check by hand, and a photograph
quiet             Keras without TensorFlow's start-up lines
layer_table       a network as a table: shapes, parameters and multiplications by formula
models            the Keras models of the course, and a look at their feature maps
layers_by_hand    the layers of a Keras model in NumPy, for the explorer of networks
training          seeds, training without noise, histories as rows
small_networks    networks small enough to try things on within seconds
experiments       what to measure of them: first steps, gradients, spreads, both modes, a sweep
batch_losses      the loss of each batch, noted while a network trains
augmentation      a pipeline that changes the training images in every epoch; test-time flips
drawing           finished arrays in, pictures out
figures           the SVG files in figures/, drawn by code
explorers         one idea each, moved by keyboard or mouse: GeometryExplorer and others
exercises         exercises that know your mistake: .check(answer), .hint(), .solution(); progress and its card
cli               the `course` command
doctor            is this machine ready?
refresh           execute the notebooks and store them
release           editions for a class: with and without solutions, and the instructor's run sheet
"""

import os

# Read by TensorFlow when it is imported, which may be much later. 3: errors only.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
