"""Signed webhooks to a recipient's own application: Standard Webhooks signatures, CloudEvents 1.0 bodies."""
