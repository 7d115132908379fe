"""`python -m gouji` is `gouji`."""

from gouji.cli import main

if __name__ == "__main__":
    main()
