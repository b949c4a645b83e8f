"""The pages of guides and of those who lead them."""
