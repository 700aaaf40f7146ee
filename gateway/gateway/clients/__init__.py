"""The services as the gateway itself calls them."""
