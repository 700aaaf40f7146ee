from fastapi import APIRouter
router = APIRouter(prefix="/mot-cua")
