"""Level 2: from the daily rollup and the record versions to a value per account and day, in dense kernels.

A report day D stands for its end. A window of w days is (D - w, D]. The date is always an argument.
"""
