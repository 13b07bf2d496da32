"""`python -m rdlint` is `rdlint`."""

from rdlint.cli import main

if __name__ == "__main__":
    main()
