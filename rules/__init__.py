"""The rules: each a check and its page. CONTRIBUTING.md says how to write one."""
