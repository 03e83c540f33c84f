"""`nwd demo`: the real gateway, stand-in partners in processes of their own, and a story in eight steps."""
