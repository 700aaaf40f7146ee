from operations.command import main

main()
