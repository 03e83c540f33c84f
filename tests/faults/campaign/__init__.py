"""Breaks a running gateway from outside, keeps ledgers of its own, and judges afterwards. Imports nothing of ours."""
