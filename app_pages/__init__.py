"""The screens in the order a visitor walks them."""
