"""Is there a core, who is in it, and is it more than chance?"""
