"""CNNs by hand: the helper package of the course. A word on every room.

For the lessons: what a learner imports, each word one idea. NumPy alone:

kernels           named kernels: sobel_x, sharpen, box_blur(size) …
convolution       cross_correlate, convolve, pad, sliding_windows
geometry          where the windows stand: output_size, geometry, pixels_read, times_read
pooling           max_pool, average_pool, global_average_pool
invariance        the meter: how much an answer changes when the image moves
nearest           the plainest classifier: copy the class of the most similar example
receptive_field   how much of the image one unit sees
transposed        the way back through a convolution: its matrix turned, stamps, checkerboards
activations       relu, sigmoid, tanh, softmax and their derivatives
dropout           dropout and spatial dropout, with inverted scaling
normalization     rescale, standardize, layer_norm, BatchNorm with its two modes
fashion_mnist     load("train"), load("validation"), and the one final_exam(model)
images            tiny images to check by hand, and a photograph

With Keras, which is imported when it is first needed:

quiet             Keras and TensorFlow without start-up lines
layer_table       a network as a table: shapes, parameters and multiplications by formula
models            all Keras models of the course
batches           what goes into a training: images chosen, shuffled, changed on the fly
training          one silent training from a seed, its accuracy, the loss of each batch
learning_rate     one_cycle: a learning rate that rises and falls once
recipes           the settings with which the course trains its networks
inside            feature maps and gradients of a network
augmentation      random changes of images, and what a network makes of them
experiments       first steps, answers in both modes, a sweep of learning rates
generators        decoders and autoencoders that draw garments, and measures of what they draw
doctor            is this machine ready?

And what is seen and answered:

drawing           finished arrays in, pictures out that describe themselves
explorers         one idea each, moved by keyboard or mouse: GeometryExplorer and others
exercises         one bank a lesson: .check(answer), .hint(), .solution()

For whoever writes lessons: these serve the rooms above.

lessons           the one table of lessons: number, file, title, minutes, bank, what it builds on and teaches
numbers           how a number, a count, a shape is written
colours           what each colour means, and colours of signed values
arrays            what a learner may hand over: arrays and own images; and what is said otherwise
image_files       pictures in files, opened with care
files             files written whole or not at all
checking          the engine of the exercises: an answer runs beside the reference and beside known mistakes
figures           the SVG files in figures/, drawn by code

For whoever keeps the course:

commands          the command `course`: lab, test, refresh, figures, release, progress
"""

import os

# Read by TensorFlow when it is imported, which may be much later. 3: errors only.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
