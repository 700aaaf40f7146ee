"""What the tests of all members share: a service stood up in one way, who asks it, what they bring, and what must not change."""
