"""Power, interest, legitimacy and urgency: Mendelow's grid and Mitchell, Agle and Wood's classes."""
