"""Each voice's way to decisions and back, and who must pass the message on."""
