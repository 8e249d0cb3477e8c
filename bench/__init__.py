"""Speed and memory of sidestep, measured beside other tools in one run: `python -m bench --help`."""
