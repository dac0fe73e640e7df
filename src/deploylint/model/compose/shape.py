"""The check of a resolved document, under its former name."""

from deploylint.model.compose.vocabulary import check

__all__ = ["check"]
