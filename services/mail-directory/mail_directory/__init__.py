"""mail-directory: agencies, people, posts and officers' credentials (danh bạ)."""
