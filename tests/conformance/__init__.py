"""Conformance as a number: what other engines did with the same forms, replayed on ours."""
