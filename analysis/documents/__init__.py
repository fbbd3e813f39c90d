"""Documents made from the code and a scenario: the ODD, the reference, the codebook of the coding, and agreement."""
