"""What the fuzzer writes, how it judges what comes of it, and random worlds."""
