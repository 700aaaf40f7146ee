"""Client systems: agencies' own software, with OAuth 2.0 client credentials."""
